// t:normalisePath, t:normalisePathWin: a path without empty segments, without "." and, as far as there is
// something to go back over, without "..". A "/" at the end stays, and none comes there that was not there.
//
// One pass over the bytes. What was written is a stack of segments: a ".." takes one off by walking back to
// the "/" before it, and no byte is walked over twice. Two habits of ModSecurity are kept, because rules are
// tuned to them: a segment that only ends in "..", such as "foo..", goes back as well, but a first one of one
// letter does not; and after a relative path has gone back over its beginning, ".." is kept until a segment
// with a name comes.
//
// Differs: in normalisePathWin, ModSecurity may keep a backslash where two or more separators stand together
// (`a\\\b`, `.\/\b`), and then no longer sees the end of a segment there. Here every backslash is a "/".

#include <cstring>

#include "text/transformations.h"

namespace bulkhead::text {
namespace {

template <bool kWindows>
class Normaliser {
 public:
  Normaliser(std::string_view in, char* out)
      : in_(in), out_(out), end_(in.size() - 1), is_relative_(at(0) != '/') {}

  std::size_t run() {
    copy_only_segment();
    while (i_ <= end_) {
      const bool is_segment_end = i_ == end_ || at(i_ + 1) == '/';
      if (is_segment_end && at(i_) == '.') {
        if (end_with_dot()) break;
      } else if (is_segment_end && written_ > 0 && (at(i_) != '/' || i_ == end_)) {
        stays_below_start_ = false;
      }
      copy();
    }
    if (at(end_) != '/' && written_ > 0 && out_[written_ - 1] == '/') --written_;
    return written_;
  }

 private:
  // In a path of one segment only its last byte can mean something.
  void copy_only_segment() {
    if (in_.find('/') != std::string_view::npos) return;
    if (kWindows && in_.find('\\') != std::string_view::npos) return;
    if (end_ > 0) std::memcpy(out_, in_.data(), end_);
    i_ = written_ = end_;
  }

  char at(std::size_t i) const { return kWindows && in_[i] == '\\' ? '/' : in_[i]; }

  // The segment that ends with the "." at i_. Returns true when the path is over with it; else i_ is what to
  // copy next.
  bool end_with_dot() {
    const bool is_back = written_ > 0 && out_[written_ - 1] == '.';
    const bool is_self = !is_back && (written_ == 0 || out_[written_ - 1] == '/');
    if (is_back) {
      if (is_relative_ && (stays_below_start_ || written_ <= 2)) {
        stays_below_start_ = true;
        return false;
      }
      go_back();
    } else if (!is_self) {
      return false;
    }
    if (i_ == end_) return true;
    if (is_self && written_ > 0) --written_;
    ++i_;
    return false;
  }

  // Takes the first dot, the "/" before it and the segment before that off, down to the "/" that the copy
  // will write.
  void go_back() {
    std::size_t kept = written_ > 3 ? written_ - 3 : 0;
    while (kept > 0 && out_[kept] != '/') --kept;
    written_ = kept;
    if (kept > 0) return;
    stays_below_start_ = true;
    // The root stays: its "/" is the first byte that was written.
    if (!is_relative_ && i_ == end_) written_ = 1;
  }

  // Copies one byte, or one "/" for a run of them; none where a relative path would begin with it.
  void copy() {
    if (at(i_) == '/') {
      while (i_ < end_ && at(i_ + 1) == '/') ++i_;
      if (is_relative_ && written_ == 0) {
        ++i_;
        return;
      }
    }
    out_[written_++] = at(i_++);
  }

  std::string_view in_;
  char* out_;
  std::size_t end_;  // The last byte.
  bool is_relative_;
  bool stays_below_start_ = false;  // The path went back to its beginning, and no name came since.
  std::size_t i_ = 0;
  std::size_t written_ = 0;
};

}  // namespace

std::size_t normalise_path(std::string_view in, char* out) noexcept {
  return in.empty() ? 0 : Normaliser<false>(in, out).run();
}

std::size_t normalise_path_win(std::string_view in, char* out) noexcept {
  return in.empty() ? 0 : Normaliser<true>(in, out).run();
}

}  // namespace bulkhead::text
