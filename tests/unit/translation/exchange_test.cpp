#include "exchange/difference.hpp"
#include "exchange/orders.hpp"
#include "exchange/report.hpp"
#include "exchange/write_xliff.hpp"

#include <algorithm>
#include <gmock/gmock.h>
#include <pugixml.hpp>
#include <set>

namespace translation::exchange {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

tandem::Locale const nl = tandem::Locale::parse("nl").value();
tandem::Locale const fr = tandem::Locale::parse("fr").value();
tandem::EntryId const about = tandem::EntryId::parse("014170e2-9700-7001-8000-000000000001").value();

json::object const schema = tandem::parse_json(R"({"x-tandem": {"type": "page", "title": "title"}, "properties": {
  "title": {"type": "string", "title": "Titel", "description": "Kop van de pagina", "x-tandem": {"localised": true}},
  "body": {"type": "string", "x-tandem": {"localised": true, "markdown": true}},
  "steps": {"type": "array", "items": {"type": "object", "properties": {
    "text": {"type": "string"}, "minutes": {"type": "integer"}}}, "x-tandem": {"localised": true}}}})")
                                .value()
                                .as_object();

json::object const dutch{{"title", "Over ons"},
                         {"body", "Bel **ons** op. Kom langs op {dag}.\n\n- Eén & twee\n"},
                         {"steps", {{{"text", "Eerst dit."}, {"minutes", 5}}}}};

tandem::EntryHeads heads(json::object source, int number = 3, std::optional<json::object> target = {},
                         int target_number = 1) {
  tandem::EntryHeads all{about, {}};
  all.variants.emplace(nl, tandem::Head{number, "\"nl\"", std::move(source)});
  if (target) all.variants.emplace(fr, tandem::Head{target_number, "\"fr\"", *std::move(target)});
  return all;
}

Exported exported(tandem::EntryHeads const& heads,
                  Asking const& asking = {[](auto const&, auto const&) { return true; }}) {
  return {nl, fr, {export_entry("page", schema, heads, nl, fr, asking).value()}};
}

/// The file with a target for each source, made by `translate` of the source's inner XML ("" for none).
std::string translated(std::string const& xliff, std::function<std::string(std::string const&)> const& translate) {
  std::string result;
  std::size_t at = 0;
  for (std::size_t end = xliff.find("</source>"); end != std::string::npos; end = xliff.find("</source>", at)) {
    std::size_t const begin = xliff.rfind("<source>", end) + 8;
    result += xliff.substr(at, end + 9 - at);
    at = end + 9;
    std::string const target = translate(xliff.substr(begin, end - begin));
    if (!target.empty()) result += "<target>" + target + "</target>";
  }
  return result + xliff.substr(at);
}
std::string identity(std::string const& source) { return source; }

std::string replaced(std::string text, std::string const& what, std::string const& with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

KnownEntry known(tandem::EntryHeads heads, json::object then, std::optional<json::object> target = {}) {
  return {true, segments::text_fields(schema), std::move(heads), std::move(then), std::move(target)};
}

Plan planned(std::string const& xliff, KnownEntry const& entry) {
  auto const read = read_xliff(xliff, {});
  if (!read) throw std::runtime_error(read.error().detail);
  return plan(*read, {{read->files.at(0).id, entry}});
}

std::vector<std::string> fates(Plan const& plan) {
  std::vector<std::string> all;
  for (Outcome const& one : plan.outcomes)
    all.push_back(one.unit + " " + one.segment + " " + std::string(name_of(one.fate)));
  return all;
}
json::object const& fields(Plan const& plan) { return plan.batch.entries.at(0).variants.at(fr).fields; }

/// The rules of XLIFF 2.1 on order, ids and references, as far as they concern what is written here.
void check_rules(pugi::xml_node root) {
  EXPECT_STREQ(root.attribute("xmlns").value(), "urn:oasis:names:tc:xliff:document:2.0");
  EXPECT_STREQ(root.attribute("version").value(), "2.1");
  std::set<std::string> files;
  std::string const token = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:-";
  for (pugi::xml_node const file : root.children("file")) {
    EXPECT_TRUE(files.insert(file.attribute("id").value()).second) << "ids of files are unique";
    std::set<std::string> units;
    EXPECT_TRUE(file.child("unit")) << "a file has a unit";
    for (pugi::xml_node const unit : file.children("unit")) {
      std::string const id = unit.attribute("id").value();
      EXPECT_TRUE(units.insert(id).second) << "ids of units are unique in a file";
      EXPECT_TRUE(!id.empty() && id.find_first_not_of(token) == std::string::npos) << id << " is no NMTOKEN";
      std::vector<std::string> const order{"gls:glossary", "mda:metadata", "notes", "originalData", "segment"};
      std::size_t at = 0;
      std::set<std::string> ids, data, used;
      for (pugi::xml_node const child : unit.children()) {
        if (child.type() != pugi::node_element) continue;
        auto const place =
            static_cast<std::size_t>(std::find(order.begin(), order.end(), child.name()) - order.begin());
        EXPECT_GE(place, at) << child.name() << " is out of its order";
        EXPECT_LT(place, order.size()) << child.name();
        at = place;
      }
      EXPECT_TRUE(unit.child("segment")) << "a unit has a segment";
      for (pugi::xml_node const one : unit.child("originalData").children("data"))
        EXPECT_TRUE(data.insert(one.attribute("id").value()).second) << "ids of data are unique in a unit";
      for (pugi::xpath_node const found : unit.select_nodes("segment | segment/source//*")) {
        pugi::xml_node const node = found.node();
        std::string const name = node.name();
        if (name == "source" || name == "cp") continue;
        EXPECT_TRUE(ids.insert(node.attribute("id").value()).second)
            << "ids of segments and codes are unique in a unit";
        for (char const* reference : {"dataRef", "dataRefStart", "dataRefEnd"})
          if (node.attribute(reference)) used.insert(node.attribute(reference).value());
      }
      EXPECT_EQ(used, data) << "each reference to data leads to one";
    }
  }
}

TEST(Xliff, HasFilesUnitsSegmentsAndCodesAsTheStandardOrdersThem) {
  Asking const asking{[](auto const&, auto const&) { return true; },
                      [](std::string const& text) {
                        return text.find("langs") != std::string::npos
                                   ? std::vector<Term>{{"langskomen", "passer", ""}}
                                   : std::vector<Term>();
                      }};
  std::string const text = write_xliff(exported(heads(dutch), asking));
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(text.c_str(), pugi::parse_full)) << text;
  check_rules(document.document_element());
  EXPECT_THAT(text, HasSubstr("<file id=\"page.014170e2-9700-7001-8000-000000000001.nl.3.fr.0\""));
  EXPECT_THAT(text, HasSubstr("<source>Bel <pc id=\"c1_1\" canCopy=\"no\" canDelete=\"no\" type=\"fmt\" "
                              "subType=\"xlf:b\" dataRefEnd=\"d1\" "
                              "dataRefStart=\"d1\">ons</pc> op.</source>"));
  EXPECT_THAT(text, HasSubstr("<data id=\"d2\">{dag}</data>"));
  EXPECT_THAT(text, HasSubstr("<source>Eén &amp; twee</source>"));
  EXPECT_THAT(text, HasSubstr("<unit id=\"steps.0.text\""));
  EXPECT_THAT(text, HasSubstr("<note id=\"n1\" category=\"label\">Titel</note>"));
  EXPECT_THAT(text, HasSubstr("<gls:term>langskomen</gls:term>"));
  EXPECT_THAT(text, HasSubstr("<mda:meta type=\"sourceRevision\">3</mda:meta>"));
}

TEST(Xliff, KeepsCharactersThatXmlCannotHold) {
  json::object source = dutch;
  source["title"] = "Over \x01 ons";
  std::string const text = write_xliff(exported(heads(source)));
  EXPECT_THAT(text, HasSubstr("Over <cp hex=\"0001\"/> ons"));
  Plan const made = planned(translated(text, identity), known(heads(source), source));
  EXPECT_EQ(fields(made).at("title"), "Over \x01 ons");
}

TEST(Import, OfAnUnchangedFileGivesEveryFieldByteForByte) {
  Plan const made = planned(translated(write_xliff(exported(heads(dutch))), identity), known(heads(dutch), dutch));
  EXPECT_EQ(fields(made), dutch);
  auto const& edit = made.batch.entries[0].variants.at(fr);
  EXPECT_EQ(edit.source, (tandem::RevisionName{nl, 3}));
  EXPECT_THAT(edit.source_fields, ElementsAre("title", "body", "steps"));
  EXPECT_FALSE(edit.if_match);
}

TEST(Import, MakesDraftsOfTheFieldsThatAreWholeAndNamesWhatIsNot) {
  std::string const file =
      translated(write_xliff(exported(heads(dutch))), [](std::string const& source) -> std::string {
        if (source.starts_with("Bel")) return replaced(replaced(source, "Bel ", "Appelez-"), " op", "");
        if (source.starts_with("Kom")) return "Passez nous voir.";
        if (source.starts_with("Eerst")) return "";
        return "À propos de nous";
      });
  Plan const made = planned(file, known(heads(dutch), dutch));
  EXPECT_THAT(fates(made), ElementsAre("title s1 in", "body s1 held", "body s2 refused", "body s3 held",
                                       "steps.0.text s1 untranslated"));
  EXPECT_EQ(made.outcomes[2].detail, "the code <1/> (placeholder {dag}) is missing");
  EXPECT_EQ(fields(made), (json::object{{"title", "À propos de nous"}}));
  EXPECT_GT(made.outcomes[2].line, made.outcomes[1].line);
}

TEST(Import, ShowsSegmentsWhoseSourceChangedMeanwhileAndTakesThemInAsMadeFromTheOlderRevision) {
  std::string const file = translated(write_xliff(exported(heads(dutch))), identity);
  json::object now = dutch;
  now["body"] = "Bel **ons** op. Kom langs op {dag} of {nacht}.\n\n- Eén & twee\n";
  Plan const made = planned(file, known(heads(now, 5), dutch));
  EXPECT_THAT(fates(made),
              ElementsAre("title s1 in", "body s1 in", "body s2 changed", "body s3 in", "steps.0.text s1 in"));
  EXPECT_EQ(made.outcomes[2].then, "Kom langs op <x id=\"1\"/>.");
  EXPECT_EQ(made.outcomes[2].now, "Kom langs op <x id=\"1\"/> of <x id=\"2\"/>.");
  EXPECT_EQ(fields(made).at("body"), dutch.at("body"));
  EXPECT_EQ(made.batch.entries[0].variants.at(fr).source->number, 3);
}

TEST(Import, OverwritesNothingThatWasChangedMeanwhile) {
  json::object const then{{"title", "Sur nous"}, {"body", "Ancien."}},
      now{{"title", "À propos"}, {"body", "Ancien."}};
  std::string const file = translated(write_xliff(exported(heads(dutch, 3, then))), identity);
  Plan const made = planned(file, known(heads(dutch, 3, now, 2), dutch, then));
  EXPECT_EQ(made.outcomes[0].fate, Fate::conflict);
  EXPECT_EQ(made.outcomes[0].now, "À propos");
  EXPECT_EQ(made.outcomes[0].target, "Over ons");
  EXPECT_FALSE(fields(made).contains("title"));
  EXPECT_TRUE(fields(made).contains("body"));
  EXPECT_EQ(made.batch.entries[0].variants.at(fr).if_match, "\"fr\"");
}

TEST(Import, KeepsWhatStandsBesideTheTextsInTheTarget) {
  json::object const target{{"steps", {{{"text", "D’abord ceci."}, {"minutes", 7}}}}};
  std::string const file = translated(write_xliff(exported(heads(dutch, 3, target))), identity);
  Plan const made = planned(file, known(heads(dutch, 3, target), dutch, target));
  EXPECT_EQ(fields(made).at("steps"), (json::array{{{"text", "Eerst dit."}, {"minutes", 7}}}));
}

TEST(Import, SaysWhatIsGone) {
  std::string const file = translated(write_xliff(exported(heads(dutch))), identity);
  KnownEntry entry = known(heads(dutch), dutch);
  entry.fields.erase(entry.fields.begin());
  Plan const without_title = planned(file, entry);
  EXPECT_EQ(without_title.outcomes[0].fate, Fate::gone);
  EXPECT_EQ(without_title.outcomes[0].detail, "a page has no field title to translate");
  entry.heads.reset();
  EXPECT_THAT(planned(file, entry).outcomes[0].detail, HasSubstr("there is no page 014170e2-"));
  entry.type_known = false;
  EXPECT_THAT(planned(file, entry).outcomes[0].detail, "there is no content type page");
  Plan const turned =
      planned(replaced(replaced(file, "srcLang=\"nl\"", "srcLang=\"fr\""), "trgLang=\"fr\"", "trgLang=\"nl\""),
              known(heads(dutch), dutch));
  EXPECT_EQ(turned.outcomes[0].detail, "its languages are fr and nl, but it was exported from nl to fr");
  EXPECT_TRUE(turned.batch.entries.empty());
  Plan const alien = planned(replaced(file, "<file id=\"page.", "<file id=\"page"), known(heads(dutch), dutch));
  EXPECT_THAT(alien.outcomes[0].detail, HasSubstr("its id names no entry"));
}

TEST(Import, FindsSegmentsWithoutIdsByWhatTheirSourceSays) {
  std::string file = translated(write_xliff(exported(heads(dutch))), identity);
  for (char const* id : {"s1", "s2", "s3"})
    file = replaced(file, "<segment id=\"" + std::string(id) + "\"", "<segment");
  EXPECT_EQ(fields(planned(file, known(heads(dutch), dutch))), dutch);
}

TEST(Import, RefusesASourceThatWasChangedInTheFile) {
  std::string const file =
      replaced(translated(write_xliff(exported(heads(dutch))), identity), "<source>Over ons", "<source>Over jullie");
  Plan const made = planned(file, known(heads(dutch), dutch));
  EXPECT_EQ(made.outcomes[0].fate, Fate::refused);
  EXPECT_FALSE(fields(made).contains("title"));
}

TEST(Import, TakesAFieldThatEditingRefusesOutOfThePlan) {
  Plan made = planned(translated(write_xliff(exported(heads(dutch))), identity), known(heads(dutch), dutch));
  refuse(made, 1, "it is too long");
  EXPECT_THAT(fates(made), ElementsAre("title s1 in", "body s1 refused", "body s2 refused", "body s3 refused",
                                       "steps.0.text s1 in"));
  EXPECT_THAT(made.batch.entries[0].variants.at(fr).source_fields, ElementsAre("title", "steps"));
  refuse(made, 0, "");
  refuse(made, 0, "");
  EXPECT_TRUE(made.batch.entries.empty());
  EXPECT_EQ(report_json(made, false).at("counts").at("refused"), 5);
}

TEST(Import, ReadsXliff12WithSegmentsAsUnitsOrAsMarks) {
  std::string const head =
      "<?xml version=\"1.0\"?>\n<xliff xmlns=\"urn:oasis:names:tc:xliff:document:1.2\" version=\"1.2\">"
      "<file original=\"page.014170e2-9700-7001-8000-000000000001.nl.3.fr.0\" source-language=\"nl\" "
      "target-language=\"fr\" "
      "datatype=\"plaintext\"><body>";
  std::string const tail = "</body></file></xliff>";
  std::string const title =
      "<trans-unit id=\"title\"><source>Over ons</source><target>À propos</target></trans-unit>";
  std::string const marks = "<trans-unit id=\"body\"><source>Bel</source><seg-source><mrk mtype=\"seg\" "
                            "mid=\"s1\">Bel <g id=\"1\">ons</g> op.</mrk> "
                            "<mrk mtype=\"seg\" mid=\"s2\">Kom langs op <x id=\"1\"/>.</mrk><mrk mtype=\"seg\" "
                            "mid=\"s3\">Eén &amp; twee</mrk></seg-source>"
                            "<target><mrk mtype=\"seg\" mid=\"s1\">Appelez-<g id=\"1\">nous</g>.</mrk><mrk "
                            "mtype=\"seg\" mid=\"s2\">Venez <ph id=\"c2_1\">{dag}</ph>.</mrk>"
                            "<mrk mtype=\"seg\" mid=\"s3\">Un &amp; deux</mrk></target></trans-unit>";
  std::string const units =
      "<group id=\"body\"><trans-unit id=\"s1\"><source>Bel <bpt id=\"1\">**</bpt>ons<ept id=\"1\">**</ept> "
      "op.</source>"
      "<target>Appelez-<bpt id=\"1\">**</bpt>nous<ept id=\"1\">**</ept>.</target></trans-unit>"
      "<trans-unit id=\"s2\"><source>Kom langs op <x id=\"1\"/>.</source><target>Venez <x "
      "id=\"1\"/>.</target></trans-unit></group>"
      "<trans-unit id=\"body/s3\"><source>Eén &amp; twee</source><target>Un &amp; deux</target></trans-unit>";
  for (std::string const& body : {marks, units}) {
    Plan const made = planned(head + title + body + tail, known(heads(dutch), dutch));
    EXPECT_EQ(fields(made),
              (json::object{{"title", "À propos"}, {"body", "Appelez-**nous**. Venez {dag}.\n\n- Un & deux\n"}}));
  }
}

TEST(HostileFiles, AreRefused) {
  auto const refused = [](std::string const& bytes, ReadLimits const& limits = {}) {
    return read_xliff(bytes, limits).error().detail;
  };
  EXPECT_THAT(refused("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><xliff version=\"2.1\"><file "
                      "id=\"&b;\"/></xliff>"),
              HasSubstr("declares a document type"));
  EXPECT_THAT(refused("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><xliff version=\"2.1\"/>"),
              HasSubstr("declares a document type"));
  EXPECT_THAT(refused("<xliff version=\"2.1\">\n<file>\n</xliff>"), HasSubstr("line 3"));
  EXPECT_THAT(refused("<xliff version=\"3.0\"/>"), HasSubstr("XLIFF 3.0 is not read"));
  EXPECT_THAT(refused("<tmx version=\"2.1\"/>"), HasSubstr("no XLIFF"));
  EXPECT_THAT(refused(""), HasSubstr("not well-formed"));
  EXPECT_THAT(refused("<xliff version=\"2.1\"/>\xff"), HasSubstr("UTF-8"));
  std::string deep;
  for (int i = 0; i < 200000; ++i) deep += "<a>";
  for (int i = 0; i < 200000; ++i) deep += "</a>";
  EXPECT_THAT(refused("<xliff version=\"2.1\">" + deep + "</xliff>"), HasSubstr("64 deep"));
  std::string const small = "<xliff version=\"2.1\"></xliff>";
  EXPECT_TRUE(read_xliff(small, {small.size(), 64}));
  EXPECT_THAT(refused(small, {small.size() - 1, 64}), HasSubstr("larger than"));
  EXPECT_TRUE(read_xliff("<xliff version=\"2.1\"><a><b/></a></xliff>", {1000, 3}));
  EXPECT_THAT(refused("<xliff version=\"2.1\"><a><b/></a></xliff>", {1000, 2}), HasSubstr("2 deep"));
}

TEST(Difference, PairsWhatChangedInOrder) {
  auto const changed = [](std::string_view then, std::string_view now) {
    std::vector<std::string> all;
    for (auto const& one : changed_segments(segments::split(then, segments::Form::plain, nl),
                                            segments::split(now, segments::Form::plain, nl)))
      all.push_back(one.value_or("="));
    return all;
  };
  EXPECT_THAT(changed("Een. Twee. Drie.", "Een. Twee. Drie."), ElementsAre("=", "=", "="));
  EXPECT_THAT(changed("Een. Twee. Drie.", "Een. 2. Drie."), ElementsAre("=", "2.", "="));
  EXPECT_THAT(changed("Een. Twee. Drie.", "Nul. Een. Drie."), ElementsAre("=", "", "="));
  EXPECT_THAT(changed("Een. Twee. Drie.", "A. B. Drie. Vier."), ElementsAre("A.", "B.", "="));
  EXPECT_THAT(changed("Een. Twee.", "Een. A. B."), ElementsAre("=", "A. B."));
  EXPECT_THAT(changed("Een. Twee.", ""), ElementsAre("", ""));
}

TEST(Difference, OfManySegmentsTakesNoMoreThanItChanges) {
  segments::Segmented then, now;
  for (int i = 0; i < 100'000; ++i) { // a table of all pairs of them would take 80 GB
    segments::Segment sentence;
    sentence.source = segments::Content{"Zin " + std::to_string(i) + "."};
    then.segments.push_back(sentence);
    if (i == 50'000) sentence.source = segments::Content{std::string("Een andere zin.")};
    now.segments.push_back(std::move(sentence));
  }
  auto const changed = changed_segments(then, now);
  EXPECT_EQ(changed.at(50'000), "Een andere zin.");
  EXPECT_EQ(std::count(changed.begin(), changed.end(), std::nullopt), 99'999);
}

TEST(Names, SurviveWhateverAPointerHolds) {
  EXPECT_EQ(unit_id("steps", "/0/é b"), "steps.0.:c3:a9:20b");
  EXPECT_EQ(field_of("steps.0.text"), "steps");
  auto const name = read_file_id("page.014170e2-9700-7001-8000-000000000001.nl-BE.3.fr.0");
  ASSERT_TRUE(name);
  EXPECT_EQ(file_id(*name), "page.014170e2-9700-7001-8000-000000000001.nl-BE.3.fr.0");
  for (char const* bad : {"", "page", "page.x.nl.3.fr.0", "page.014170e2-9700-7001-8000-000000000001.nl.x.fr.0",
                          "page.014170e2-9700-7001-8000-000000000001.nl.3.fr"})
    EXPECT_FALSE(read_file_id(bad)) << bad;
}

TEST(Orders, RefuseWordsThatTheyDoNotKnow) {
  EXPECT_TRUE(read_export_order({"--from=nl", "--to", "fr", "--type", "page", "--all"}));
  auto const wrong = [](std::vector<std::string> const& words) { return read_export_order(words).error().detail; };
  EXPECT_THAT(wrong({"--from", "nl"}), HasSubstr("--from and --to"));
  EXPECT_THAT(wrong({"--from", "nl", "--to", "nl"}), HasSubstr("same language"));
  EXPECT_THAT(wrong({"--from", "Nederlands", "--to", "nl"}), HasSubstr("\"Nederlands\""));
  EXPECT_THAT(wrong({"--from"}), HasSubstr("takes a value"));
  EXPECT_THAT(wrong({"--entry", "12"}), HasSubstr("id of an entry"));
  EXPECT_THAT(wrong({"--alles"}), HasSubstr("unknown: --alles"));
  EXPECT_TRUE(read_import_order({"vertaald.xlf", "--dry-run", "--json"}));
  EXPECT_FALSE(read_import_order({}));
  EXPECT_FALSE(read_import_order({"a", "b"}));
  EXPECT_FALSE(read_import_order({"a", "--droog"}));
}

} // namespace
} // namespace translation::exchange
