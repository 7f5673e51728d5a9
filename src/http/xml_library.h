// What libxml2 does for the whole process or thread: beginning, and talking.

#pragma once

#include <libxml/globals.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>

namespace bulkhead::http {

/// libxml2's global tables, made once and not by two threads at the same time.
inline void initialise_xml_library() {
  static const bool initialised = (xmlInitParser(), true);
  (void)initialised;
}

inline void ignore_xml_error(void*, xmlErrorPtr) {}

/// While it lives, nothing that libxml2 has to say on this thread reaches stderr. What others set there is put back.
class XmlLibrarySilence {
 public:
  XmlLibrarySilence() : handler_(xmlStructuredError), context_(xmlStructuredErrorContext) {
    xmlSetStructuredErrorFunc(nullptr, ignore_xml_error);
  }
  ~XmlLibrarySilence() { xmlSetStructuredErrorFunc(context_, handler_); }
  XmlLibrarySilence(const XmlLibrarySilence&) = delete;
  XmlLibrarySilence& operator=(const XmlLibrarySilence&) = delete;

 private:
  xmlStructuredErrorFunc handler_;
  void* context_;
};

}  // namespace bulkhead::http
