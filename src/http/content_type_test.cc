// A Content-Type chooses a reader as in libmodsecurity 3.0.9, and gives up its parameters.

#include "http/content_type.h"

#include <gtest/gtest.h>

namespace bulkhead::http {
namespace {

TEST(ContentTypeTest, ChoosesAReaderByItsBeginning) {
  EXPECT_EQ(reader_by_content_type("application/x-www-form-urlencoded"), BodyReader::kForm);
  EXPECT_EQ(reader_by_content_type("Application/X-WWW-Form-Urlencoded; charset=utf-8"), BodyReader::kForm);
  EXPECT_EQ(reader_by_content_type("application/x-www-form-urlencodedX"), BodyReader::kForm);
  EXPECT_EQ(reader_by_content_type("multipart/form-data; boundary=a"), BodyReader::kMultipart);
  EXPECT_EQ(reader_by_content_type(" multipart/form-data"), BodyReader::kNone);
  EXPECT_EQ(reader_by_content_type("multipart/form-dat"), BodyReader::kNone);
  EXPECT_EQ(reader_by_content_type("application/json"), BodyReader::kNone);
  EXPECT_EQ(reader_by_content_type("text/xml"), BodyReader::kNone);
  EXPECT_EQ(reader_by_content_type(""), BodyReader::kNone);
}

TEST(ContentTypeTest, ReadersHaveTheNamesOfProcessors) {
  EXPECT_EQ(processor_name(BodyReader::kNone), "");
  EXPECT_EQ(processor_name(BodyReader::kForm), "URLENCODED");
  EXPECT_EQ(processor_name(BodyReader::kMultipart), "MULTIPART");
  EXPECT_EQ(processor_name(BodyReader::kJson), "JSON");
  EXPECT_EQ(processor_name(BodyReader::kXml), "XML");
}

TEST(ContentTypeTest, MediaTypeAndParameters) {
  EXPECT_EQ(media_type(" text/xml ; charset=utf-8"), "text/xml");
  EXPECT_EQ(media_type("text/xml"), "text/xml");
  EXPECT_EQ(parameter("text/xml; charset=utf-8", "charset"), "utf-8");
  EXPECT_EQ(parameter("text/xml;a=b;Charset = \"utf-8\" ", "charset"), "utf-8");
  EXPECT_EQ(parameter("text/xml; x=\";charset=1\"; charset=2", "charset"), "2");
  EXPECT_EQ(parameter("text/xml; x=\"\\\";charset=1\"; charset=2", "charset"), "2");
  EXPECT_EQ(parameter("text/xml; charset=", "charset"), "");
  EXPECT_EQ(parameter("text/xml; charset=\"", "charset"), "\"");
  EXPECT_EQ(parameter("text/xml; charset", "charset"), std::nullopt);
  EXPECT_EQ(parameter("charset=utf-8", "charset"), std::nullopt);
  EXPECT_EQ(parameter("a;\"\\", "charset"), std::nullopt);
}

}  // namespace
}  // namespace bulkhead::http
