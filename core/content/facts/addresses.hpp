#pragma once
/// Web addresses in texts. Pure.

#include "content/facts/scan.hpp"

namespace tandem::facts {

/// With "http://", "https://" or "www."; also as the target of a link in Markdown.
[[nodiscard]] icu::RegexPattern const* web_pattern();
/// "smbg-famd.be": a host of one of the usual top-level domains, with or without a path.
[[nodiscard]] icu::RegexPattern const* bare_web_pattern();
/// The match without what ends the sentence.
[[nodiscard]] Match without_punctuation(Match match);

/// What to compare: host in lower case and path, without scheme, "www." and the slash at the end. What only says the
/// language becomes "*": "https://www.actiris.brussels/fr/citoyens/" is "actiris.brussels/*".
[[nodiscard]] std::string web_value(std::string_view address);
/// Whether two such values may be one page in two languages: pages of a site in another language have paths of their
/// own, so where one says its language, the host is enough.
[[nodiscard]] bool same_page(std::string_view one, std::string_view other);

} // namespace tandem::facts
