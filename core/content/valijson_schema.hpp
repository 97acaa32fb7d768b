#pragma once
/// valijson, set up the same way in each file that includes it. Only `schema_validator.cpp` and `value_check.cpp` do.

#define VALIJSON_USE_EXCEPTIONS 1 // without it the library calls abort() on a schema it cannot take
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/constraints/concrete_constraints.hpp>
#include <valijson/constraints/constraint_visitor.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
