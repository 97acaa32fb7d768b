#include "labels.hpp"

namespace directory::matrix {

Labels const& labels(std::string_view locale) {
  static constexpr Labels dutch{
      "Wie helpt wie, en waar",
      "Dienst",
      "Verklaring",
      "helpt deze groep; waar is niet bekend",
      "niet bekend of de dienst deze groep helpt",
      "Er zijn nog geen diensten of doelgroepen.",
      ": ",
      {"in de gevangenis", "op kantoor", "buiten de gevangenis", "aan huis", "op een andere plaats"},
      {"G", "K", "B", "H", "A"}};
  static constexpr Labels french{
      "Qui aide qui, et où",
      "Service",
      "Légende",
      "aide ce public ; le lieu n’est pas connu",
      "on ne sait pas si le service aide ce public",
      "Il n’y a pas encore de services ou de publics cibles.",
      " : ",
      {"en prison", "dans les locaux du service", "hors de la prison", "à domicile", "dans un autre lieu"},
      {"P", "L", "H", "D", "A"}};
  return locale == "fr" ? french : dutch;
}

} // namespace directory::matrix
