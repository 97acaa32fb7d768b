#include "check.hpp"
#include "report.hpp"

#include <boost/json/serialize.hpp>
#include <iostream>

namespace directory::quality {
namespace {

/// All that the report has, page by page, for people.
int print(tandem::Storage& storage, QualitySettings const& settings) {
  ReportQuestion question;
  question.size = largest_page;
  for (;;) {
    tandem::Result<Report> const report = read_report(storage, settings, question);
    if (!report) {
      std::cerr << report.error().detail << "\n";
      return 1;
    }
    for (ReportRow const& row : report->rows)
      std::cout << row.kind << "  " << row.type << " " << row.entry << "  " << row.locale << " " << row.pointer
                << "  " << row.name << "\n    " << row.message.nl << "\n    " << row.message.fr << "\n";
    if (report->next.empty()) {
      for (auto const& [kind, count] : report->counts) std::cout << kind << ": " << count << "\n";
      std::cout << report->message.nl << (report->message.nl.empty() ? "" : "\n") << report->message.fr
                << (report->message.fr.empty() ? "" : "\n");
      return 0;
    }
    question.after = report->next;
  }
}

/// The same as one JSON document.
int print_json(tandem::Storage& storage, QualitySettings const& settings) {
  ReportQuestion question;
  question.size = largest_page;
  boost::json::object whole;
  for (;;) {
    tandem::Result<Report> const report = read_report(storage, settings, question);
    if (!report) {
      std::cerr << report.error().detail << "\n";
      return 1;
    }
    boost::json::object page = report_json(*report);
    if (whole.empty()) whole = std::move(page);
    else
      for (boost::json::value& one : page.at("data").as_array())
        whole.at("data").as_array().push_back(std::move(one));
    if (report->next.empty()) break;
    question.after = report->next;
  }
  std::cout << boost::json::serialize(whole) << "\n";
  return 0;
}

} // namespace

int check_command(tandem::Storage& storage, QualitySettings const& settings,
                  std::vector<std::string> const& arguments) {
  CheckOrder order{false, std::chrono::minutes{30}}; // nobody waits for it to stop
  bool as_json = false;
  for (std::string const& argument : arguments) {
    if (argument == "--offline") order.offline = true;
    else if (argument == "--json") as_json = true;
    else {
      std::cerr << "usage: tandem plugins run services_directory check [--json] [--offline]\n";
      return 2;
    }
  }
  if (tandem::Result<CheckResult> const done = check(storage, settings, order); !done) {
    std::cerr << "the check could not be done: " << done.error().detail << "\n";
    return 1;
  }
  return as_json ? print_json(storage, settings) : print(storage, settings);
}

} // namespace directory::quality
