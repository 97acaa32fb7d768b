#pragma once
/// What the providers of machine translation are asked, and what they answer, each in its shape. Pure: `ask` alone
/// sends something.

#include "machine/settings.hpp"

namespace translation::machine {

/// Texts with their codes as `segments::marked` writes them.
struct Question {
  std::vector<std::string> texts;
  tandem::Locale from, to;
};

/// Most texts in one request.
[[nodiscard]] std::size_t most_texts(Provider provider);

/// DeepL: `POST /v2/translate`, the key in `Authorization`, tags as XML. LibreTranslate: `POST /translate`, the key
/// in the body, tags as HTML.
[[nodiscard]] tandem::http::ClientRequest request_of(MachineSettings const& settings, Question const& question);

/// As many texts as were asked about, in their order, as the provider gave them. Errors name what to do about it, and
/// hold nothing of what the provider wrote: it could be the key. `meta.provider` and, where there was an answer,
/// `meta.status`.
[[nodiscard]] tandem::Result<std::vector<std::string>>
answer_of(Provider provider, tandem::http::ClientAnswer const& answer, std::size_t texts);

/// As XML again what a provider gives back that writes & and < without escaping them (LibreTranslate does): what is
/// neither one of our tags nor a character reference is text.
[[nodiscard]] std::string escaped_again(std::string_view text);

/// Sends one request to the configured address and to no other: redirects are not followed, certificates are
/// verified, proxies of the environment are not used.
[[nodiscard]] tandem::Result<std::vector<std::string>> ask(MachineSettings const& settings, Question const& question);

} // namespace translation::machine
