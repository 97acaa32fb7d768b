#include "ids.hpp"

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/string_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

namespace directory::outputs {

std::string derived_id(std::string_view owner, std::string_view part) {
  boost::uuids::uuid const space = boost::uuids::string_generator{}(owner.begin(), owner.end());
  return boost::uuids::to_string(boost::uuids::name_generator_sha1(space)(std::string(part)));
}

} // namespace directory::outputs
