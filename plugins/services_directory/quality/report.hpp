#pragma once
/// What the check found, for those who mend it: `GET /services/v1/quality`.

#include "finding.hpp"
#include "settings.hpp"

#include <map>
#include <vector>

namespace directory::quality {

inline constexpr std::size_t largest_page = 100;

/// What is asked; empty: all.
struct ReportQuestion {
  std::string kind = {}, type = {}, locale = {};
  std::string owner = {}; ///< Id of an organisation, or "coordinators" for what is nobody's.
  std::size_t size = 25;
  std::string after = {}; ///< Cursor of the page before.
};

struct ReportRow {
  std::string id, kind, entry, type, locale, field, pointer, subject, since;
  std::string owner; ///< "": the coordinators.
  std::string name;  ///< Of the entry, in Dutch or else in French.
  Message message;
};

struct Report {
  std::vector<ReportRow> rows;
  std::string next;                          ///< Cursor; "" when this is the last page.
  std::map<std::string, std::size_t> counts; ///< By kind, whatever kind was asked for.
  std::string ran_at, links, links_at;       ///< Of the last check; "" when there was none.
  Message message;                           ///< What there is to say of it.
};

[[nodiscard]] tandem::Result<Report> read_report(tandem::Storage& storage, QualitySettings const& settings,
                                                 ReportQuestion const& question);
/// A JSON:API document, without links.
[[nodiscard]] boost::json::object report_json(Report const& report);

/// The handler of the route, and its description.
[[nodiscard]] tandem::Result<tandem::Response>
answer_report(tandem::Storage& storage, QualitySettings const& settings, tandem::Request const& request);
[[nodiscard]] tandem::RouteDoc report_doc();

} // namespace directory::quality
