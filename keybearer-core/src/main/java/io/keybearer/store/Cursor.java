package io.keybearer.store;

import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/**
 * A place in a list that is ordered by id, newest first. Opaque to callers; it carries no rights,
 * since every page is read under the caller's own reach.
 *
 * @param id the last item that was shown
 */
public record Cursor(UUID id) {
  /** The text that callers hold: 22 characters of base64url. */
  public String text() {
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * Reads that text.
   *
   * @throws InvalidValueException when it is not one ({@code CURSOR_INVALID})
   */
  public static Cursor parse(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length == 16) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Cursor(new UUID(buffer.getLong(), buffer.getLong()));
      }
    } catch (IllegalArgumentException notBase64) {
      // Said below, in the words of the list.
    }
    throw new InvalidValueException(ProblemCode.CURSOR_INVALID);
  }
}
