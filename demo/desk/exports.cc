// The register as a file: batch by batch out of the database, piece by piece onto the wire. Neither the
// rows nor the file are ever whole in memory.

#include <memory>
#include <mutex>

#include "demo/desk/page.h"
#include "demo/export/table_writer.h"
#include "demo/http/number.h"

namespace bulkhead::demo {
namespace {

constexpr std::int64_t kBatchRows = 500;

// One export on its way.
class Export {
 public:
  Export(Desk& desk, std::unique_ptr<TableWriter> writer, std::string search, Language language)
      : desk_(desk), writer_(std::move(writer)), search_(std::move(search)), language_(language) {}

  bool next(std::string& out) {
    if (!begun_) {
      begun_ = true;
      writer_->begin(headings(), out);
      return true;
    }
    const std::vector<Row> rows = batch();
    for (const Row& row : rows) {
      last_id_ = number_in(row.front());
      writer_->row({row.begin() + 1, row.end()}, out);
    }
    if (static_cast<std::int64_t>(rows.size()) == kBatchRows) return true;
    writer_->end(out);
    return false;
  }

 private:
  std::vector<Heading> headings() const {
    std::vector<Heading> headings;
    headings.reserve(desk_.service.records.columns.size());
    for (const Column& column : desk_.service.records.columns) {
      headings.push_back({std::string(column.label.in(language_)), column.is_number});
    }
    return headings;
  }

  // Runs after the page's own call has returned, so it takes the lock itself. Should the database fail,
  // what it throws cuts the connection: half a file must not look whole.
  std::vector<Row> batch() {
    const std::lock_guard lock(desk_.mutex);
    return desk_.records.after(last_id_, search_, kBatchRows);
  }

  Desk& desk_;
  std::unique_ptr<TableWriter> writer_;
  std::string search_;
  Language language_;
  std::int64_t last_id_ = 0;
  bool begun_ = false;
};

Response export_answer(Desk& desk, const Call& call, std::unique_ptr<TableWriter> writer,
                       std::string_view ending, std::string_view type) {
  auto running = std::make_shared<Export>(
      desk, std::move(writer), std::string(text_of(call.request.query, "q").substr(0, 100)), call.language);
  Response response{.status = 200, .content_type = std::string(type)};
  response.pieces = [running](std::string& out) { return running->next(out); };
  response.with("Content-Disposition",
                fmt::format("attachment; filename=\"{}.{}\"", desk.service.records.name, ending));
  response.with("Cache-Control", "no-store");
  return response;
}

}  // namespace

void add_exports(Router& router, Desk& desk) {
  router.add("GET", "/clerk/records.csv", [&desk](Call& call) {
    if (!call.is_clerk()) return to_log_in(call, "/clerk/login");
    return export_answer(desk, call, make_csv_writer(), "csv", "text/csv; charset=utf-8");
  });
  router.add("GET", "/clerk/records.xlsx", [&desk](Call& call) {
    if (!call.is_clerk()) return to_log_in(call, "/clerk/login");
    return export_answer(desk, call, make_xlsx_writer(desk.service.records.name), "xlsx",
                         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  });
}

}  // namespace bulkhead::demo
