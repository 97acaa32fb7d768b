#pragma once
/// What there is to do: languages of entries that are missing or stale, or translated and not public yet. It follows
/// from how things stand (provenance/); only who does it until when is written down (assignments.hpp).
///
///   to_translate   the draft is missing or stale
///   to_publish     the draft is done; what is public is not

#include "provenance/policy.hpp"

namespace translation::work {

inline constexpr std::size_t default_page = 25, largest_page = 200;

struct Words {
  std::int64_t fresh = 0;    ///< Of sentences in fields that say nothing yet.
  std::int64_t changed = 0;  ///< That the source has gained since.
  std::int64_t repeated = 0; ///< Of sentences in fields that say nothing yet, which the memory has word for word.
};

struct Item {
  std::string entry, type, locale, title;
  std::optional<std::string> organisation;
  std::string state;  ///< to_translate or to_publish.
  std::string status; ///< Of the draft: missing, stale, up_to_date or ahead.
  std::optional<std::string> source, since, due, assignee, note;
  bool overdue = false;
  boost::json::object fields; ///< Those to translate, by name: status, source, then, now.
};

struct Question {
  std::vector<tandem::Locale> locales;              ///< To be translated into.
  std::optional<std::string> type, state, assignee; ///< `assignee`: a name; "" for nobody's.
  bool overdue = false;
  std::size_t size = default_page;
  std::optional<std::string> after;        ///< Cursor: since, entry and locale of the last item.
  std::optional<std::string> visible = {}; ///< Caller::visible as JSON; none: all.
};

/// One more than a page, those first that have waited for longest.
[[nodiscard]] tandem::Result<std::vector<Item>> items(tandem::Storage& storage, provenance::Policies const& policies,
                                                      Question const& question);

/// GET /translation/v1/queue.
[[nodiscard]] tandem::Result<tandem::Response> answer_queue(tandem::Storage& storage,
                                                            provenance::Policies const& policies,
                                                            tandem::Request const& request,
                                                            tandem::Caller const& caller);
[[nodiscard]] tandem::RouteDoc queue_doc();

} // namespace translation::work
