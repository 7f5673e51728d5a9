// What makes one public service differ from another. Everything else they share.

#pragma once

#include <string_view>
#include <vector>

#include "demo/desk/task.h"
#include "demo/http/language.h"
#include "demo/people/country.h"
#include "demo/people/draw.h"
#include "demo/store/database.h"

namespace bulkhead::demo {

struct Column {
  std::string_view name;  ///< In SQL, in JSON.
  Phrase label;           ///< In lists, in exports.
  bool is_number = false;
  bool in_list = true;  ///< False: only in details and exports.
};

/// The service's register: what its clerks look things up in. Its rows are those of the SQL view
/// `register`, which the service's `fill` makes and which has `id`, `national_number` and all columns.
struct Register {
  std::string_view name;  ///< Part of paths: "taxpayers".
  Phrase title;
  std::vector<Column> columns;
  std::vector<std::string_view> searched;  ///< Columns that a search looks into, from their beginning.
};

struct Service {
  std::string_view kind;            ///< "tax-filing": on the command line, in file names.
  std::string_view host;            ///< Where demo/bulkhead.yaml puts it behind the gateway: "tax.localhost".
  std::string_view receipt_prefix;  ///< "TAX".
  Phrase title;
  Phrase purpose;
  Task task;
  Register records;
  /// Makes the service's own tables and the view `register`; persons and companies are there already,
  /// with ids from 1 in the order of `country`.
  void (*fill)(Database& database, const Country& country, Draw& draw) = nullptr;
  bool is_portal = false;  ///< Its home page leads to the others.
};

}  // namespace bulkhead::demo
