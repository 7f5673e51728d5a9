// Numbers that carry their own check: payment cards, and persons in Brazil, the United States and Austria.

#pragma once

#include <string_view>

namespace bulkhead::oracle {

/// Luhn's sum over the digits of `text`, whatever else is in it (ISO/IEC 7812-1).
bool is_card_number(std::string_view text);
/// CPF: the first eleven digits, the last two of which check the others.
bool is_cpf(std::string_view text);
/// A social security number: nine digits, no group of zeros, an area that was given out.
bool is_ssn(std::string_view text);
/// A social insurance number of Austria: the first ten digits, the fourth of which checks the others.
bool is_svnr(std::string_view text);

}  // namespace bulkhead::oracle
