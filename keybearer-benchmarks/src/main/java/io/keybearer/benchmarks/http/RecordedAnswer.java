package io.keybearer.benchmarks.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One answer of Keybearer, taken apart, for others to give.
 *
 * @param fields its header fields but for the length of its body
 * @param body its body
 */
record RecordedAnswer(List<Field> fields, String body) {
  /** A header field. */
  record Field(String name, String value) {}

  static RecordedAnswer of(byte[] bytes) {
    String answer = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = answer.indexOf("\r\n\r\n");
    List<Field> fields = new ArrayList<>();
    for (String line : answer.substring(0, end).split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0 && !line.regionMatches(true, 0, "content-length", 0, colon)) {
        fields.add(new Field(line.substring(0, colon), line.substring(colon + 1).strip()));
      }
    }
    return new RecordedAnswer(fields, answer.substring(end + 4));
  }
}
