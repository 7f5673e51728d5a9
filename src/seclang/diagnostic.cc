#include "seclang/diagnostic.h"

namespace bulkhead::seclang {

std::string text(const Diagnostic& diagnostic) {
  std::string shown = diagnostic.file;
  if (diagnostic.position.line > 0) {
    shown +=
        ':' + std::to_string(diagnostic.position.line) + ':' + std::to_string(diagnostic.position.column);
  }
  shown += diagnostic.severity == Diagnostic::Severity::kError ? ": error: " : ": warning: ";
  shown += diagnostic.message + '\n';
  if (!diagnostic.excerpt.empty()) {
    shown += "    " + diagnostic.excerpt + "\n    " + std::string(diagnostic.caret, ' ') + "^\n";
  }
  if (!diagnostic.hint.empty()) shown += "  " + diagnostic.hint + '\n';
  return shown;
}

}  // namespace bulkhead::seclang
