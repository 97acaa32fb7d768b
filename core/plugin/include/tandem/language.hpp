#pragma once
/// Which language an answer is in: tandem::http::choose_locale.

#include "http/language.hpp"
