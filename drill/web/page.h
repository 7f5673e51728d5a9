// What a person sees of an HTML page: where the forms go, what they ask, and whether the task is finished.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bulkhead::drill {

struct FormField {
  std::string name;
  /// Of an input ("text" when it says none, "number" also when it only asks for digits), or "select", "textarea".
  std::string type;
  std::string value;  ///< As the page gives it; of a select what is chosen.
  bool required = false;
  bool checked = false;
  std::vector<std::string> choices;  ///< Of a select or of radio buttons: the values that are not empty.
};

struct Form {
  std::string action;  ///< As written; empty: the page's own address.
  bool post = false;
  std::vector<FormField> fields;

  const FormField* field(std::string_view name) const;
};

/// "name=value&…" of the fields that browsers send: named, and boxes only when ticked.
std::string form_body(const Form& form);

struct Page {
  std::vector<Form> forms;           ///< Those in <main>; those of the whole page when it has none.
  std::vector<std::string> links;    ///< href of the links in the same place.
  std::vector<std::string> files;    ///< Style sheets, icons and pictures of the whole page.
  std::vector<std::string> scripts;  ///< Likewise.
  /// What <meta name="bulkhead-demo" content="task-finished:…"> says after the colon.
  std::optional<std::string> finished;
};

/// Reads HTML as browsers do: what is broken is mended.
///
/// Cost       Linear. At most kPageBytesMax bytes are looked at, kFormsMax forms, kFieldsMax fields and kLinksMax links, kFilesMax files and as many scripts kept.
Page read_page(std::string_view html);

inline constexpr std::size_t kPageBytesMax = 2u << 20;
inline constexpr std::size_t kFormsMax = 16;
inline constexpr std::size_t kFieldsMax = 64;
inline constexpr std::size_t kLinksMax = 256;
inline constexpr std::size_t kFilesMax = 32;

}  // namespace bulkhead::drill
