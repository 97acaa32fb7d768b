#pragma once
/// The OpenID Connect provider as we know it: asks it over the network and keeps what it said of itself and its keys.

#include "access/id_token.hpp"
#include "access/oidc.hpp"

#include <functional>
#include <mutex>
#include <optional>
#include <semaphore>

namespace tandem::access {

/// The provider's answer, whatever its status.
struct ProviderReply {
  int status = 0;
  std::string body;
};
/// Puts a question to the provider, waits, follows no redirect. Error `unavailable` when there is no answer.
using AskProvider = std::function<Result<ProviderReply>(Question const&)>;

/// May be used by any number of threads. Errors: `unavailable` when the provider cannot be asked or understood,
/// `too_many_requests` while others wait for it, `unauthenticated` when it refuses. All but the second are for the
/// audit and the log.
class OidcProvider {
public:
  /// What is known of the provider is asked again after an hour; keys, when a token was signed with another one, but
  /// not more often than once a minute.
  static constexpr std::chrono::seconds known_for{3600}, keys_again_after{60};

  OidcProvider(OidcSettings settings, AskProvider ask) : settings_(std::move(settings)), ask_(std::move(ask)) {}

  [[nodiscard]] OidcSettings const& settings() const { return settings_; }
  [[nodiscard]] Result<Discovery> discovery(Timestamp now);

  struct Tokens {
    std::string id_token, access_token;
  };
  /// Exchanges an authorisation code.
  [[nodiscard]] Result<Tokens> exchange(Discovery const& discovery, std::string_view code, std::string_view verifier);
  /// The keys that a token may be signed with.
  [[nodiscard]] Result<KeySet> keys_for(Discovery const& discovery, std::string_view token, Timestamp now);
  /// The claim that is the account's name, from the token, or else from the provider's answer about this person (Core
  /// 1.0 section 5.3); "" when neither has it.
  [[nodiscard]] Result<std::string> account_name(Discovery const& discovery, IdToken const& token,
                                                 std::string const& access_token);

private:
  [[nodiscard]] Result<ProviderReply> ask(Question const& question);
  [[nodiscard]] Result<std::string> document(std::string const& url);

  OidcSettings settings_;
  AskProvider ask_;
  /// A provider that is slow must not take every worker of the server.
  std::counting_semaphore<> asking_{4};
  std::mutex mutex_; ///< For what follows; never held while the provider is asked.
  std::optional<Discovery> discovery_;
  KeySet keys_;
  Timestamp discovery_since_, keys_since_;
  std::optional<Timestamp> keys_asked_;
};

} // namespace tandem::access
