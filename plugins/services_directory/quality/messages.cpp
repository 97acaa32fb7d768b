#include "messages.hpp"

namespace directory::quality {
namespace {

/// In the order of tandem::facts::FactKind, with their articles where French needs one.
constexpr std::array<std::array<std::string_view, 2>, 7> fact_names{{{"het telefoonnummer", "le numéro de téléphone"},
                                                                     {"het e-mailadres", "l’adresse e-mail"},
                                                                     {"het webadres", "l’adresse web"},
                                                                     {"het uur", "l’heure"},
                                                                     {"de datum", "la date"},
                                                                     {"het bedrag", "le montant"},
                                                                     {"het getal", "le nombre"}}};

/// In the order of Impossible.
constexpr std::array<std::array<std::string_view, 2>, 5> hours_texts{
    {{"Er staat een uur dat niet bestaat", "Une heure qui n’existe pas est indiquée"},
     {"De dienst sluit op het uur waarop hij opengaat", "Le service ferme à l’heure où il ouvre"},
     {"De periode eindigt voor ze begint", "La période finit avant de commencer"},
     {"De uitzondering noemt maar één van beide uren en geldt zo als gesloten",
      "L’exception ne donne qu’une des deux heures et vaut donc comme fermeture"},
     {"Twee uurregelingen overlappen elkaar op dezelfde dag", "Deux plages horaires se recouvrent le même jour"}}};

std::string join(std::string_view a, std::string_view b) { return std::string(a) + std::string(b); }

} // namespace

Message overdue_message(std::optional<Day> last_verified, std::chrono::days days) {
  std::string const limit = std::to_string(days.count());
  if (!last_verified) return {"Nog nooit nagekeken.", "Encore jamais vérifié."};
  std::string const day = written(*last_verified);
  return {"Laatst nagekeken op " + day + ": langer dan " + limit + " dagen geleden.",
          "Vérifié pour la dernière fois le " + day + " : il y a plus de " + limit + " jours."};
}

Message broken_link_message(std::string_view address, int status) {
  std::string const shown(address), code = std::to_string(status);
  if (status == 0) return {"De link " + shown + " geeft geen antwoord.", "Le lien " + shown + " ne répond pas."};
  return {"De link " + shown + " werkt niet (antwoord " + code + ").",
          "Le lien " + shown + " ne fonctionne pas (réponse " + code + ")."};
}

Message hours_message(HoursProblem const& problem) {
  auto const& [nl, fr] = hours_texts.at(static_cast<std::size_t>(problem.what));
  std::string const at = problem.span + (problem.other.empty() ? "" : " / " + problem.other);
  return {join(nl, ": ") + at + ".", join(fr, " : ") + at + "."};
}

Message phone_message(std::string_view written) {
  return {join("Dit kan geen telefoonnummer zijn: ", written) + ".",
          join("Ceci ne peut pas être un numéro de téléphone : ", written) + "."};
}

Message difference_message(tandem::facts::Difference const& difference) {
  auto const& [nl, fr] = fact_names.at(static_cast<std::size_t>(difference.fact.kind));
  bool const lacks_french = difference.lacks == tandem::facts::Side::second;
  return {join(lacks_french ? "Alleen in het Nederlands: " : "Alleen in het Frans: ", nl) + " " +
              difference.fact.written + ".",
          join(lacks_french ? "Seulement en néerlandais : " : "Seulement en français : ", fr) + " " +
              difference.fact.written + "."};
}

Message missing_message(std::string_view locale, std::string_view field) {
  bool const french = locale == "fr";
  if (field.empty())
    return {french ? "Niet openbaar in het Frans." : "Niet openbaar in het Nederlands.",
            french ? "N’est pas public en français." : "N’est pas public en néerlandais."};
  return {join(french ? "Ontbreekt in het Frans: " : "Ontbreekt in het Nederlands: ", field) + ".",
          join(french ? "Manque en français : " : "Manque en néerlandais : ", field) + "."};
}

Message check_message(bool ever, std::string_view links, std::size_t findings) {
  if (!ever)
    return {
        "Er is nog geen controle gedaan: alleen wat te lang niet is nagekeken, staat hier.",
        "Aucun contrôle n’a encore été fait : seul ce qui n’a plus été vérifié depuis trop longtemps figure ici."};
  Message message = findings == 0 ? Message{"Er is niets gevonden.", "Rien n’a été trouvé."} : Message{};
  auto const add = [&](std::string_view nl, std::string_view fr) {
    message.nl += join(message.nl.empty() ? "" : " ", nl);
    message.fr += join(message.fr.empty() ? "" : " ", fr);
  };
  if (links == "switched_off")
    add("De links worden niet nagekeken: dat staat uit.", "Les liens ne sont pas vérifiés : c’est désactivé.");
  else if (links == "offline")
    add("De links zijn deze keer niet nagekeken.", "Les liens n’ont pas été vérifiés cette fois.");
  else if (links == "partly")
    add("Niet alle links zijn nagekeken: de andere volgen.",
        "Tous les liens n’ont pas été vérifiés : les autres suivront.");
  else if (links == "no_answer")
    add("Geen enkele link antwoordde: wellicht ligt dat aan het netwerk van de server.",
        "Aucun lien n’a répondu : cela vient sans doute du réseau du serveur.");
  return message;
}

} // namespace directory::quality
