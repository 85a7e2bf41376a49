package io.keybearer.verification;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Capture;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.KeyState;
import io.keybearer.key.LastUse;
import io.keybearer.key.Provenance;
import io.keybearer.key.Revocation;
import io.keybearer.policy.AddressDetail;
import io.keybearer.secret.KeyHash;
import io.keybearer.store.StoredKey;
import io.keybearer.token.KeyPrefix;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key as one row of bytes: its prefix (12 bytes), its change stamp (8), then what {@link
 * KeyShape} does not say of it. A fifth of the room of the objects, and one object for the garbage
 * collector.
 */
final class PackedKey {
  private static final int REVOKED = 1;
  private static final int REASON = 1 << 1;
  private static final int DISABLED = 1 << 2;
  private static final int ROTATED_FROM = 1 << 3;
  private static final int ROTATED_TO = 1 << 4;
  private static final int OTHER_LINEAGE = 1 << 5;
  private static final int USER = 1 << 6;
  private static final int NOT_BEFORE = 1 << 7;
  private static final int EXPIRES = 1 << 8;
  private static final int USED = 1 << 9;
  private static final int USED_FROM = 1 << 10;
  private static final int SUSPENDED = 1 << 11;
  private static final int OWNER_DISABLED = 1 << 12;
  private static final int WORDS = 1 << 13;
  private static final int CAPTURE = 1 << 14;
  private static final int COMPANY_CAPTURE = 1 << 15;
  private static final int TRUNCATED = 1 << 16;
  private static final int NO_ADDRESS = 1 << 17;

  private PackedKey() {}

  static boolean isOf(byte[] row, KeyPrefix prefix) {
    return RowBytes.longAt(row, 0) == prefix.head() && RowBytes.intAt(row, 8) == prefix.tail();
  }

  static KeyPrefix prefix(byte[] row) {
    return new KeyPrefix(RowBytes.longAt(row, 0), RowBytes.intAt(row, 8));
  }

  static long stamp(byte[] row) {
    return RowBytes.longAt(row, 12);
  }

  /** Packs a key, of a shape that has this number. */
  static byte[] pack(StoredKey stored, KeyPrefix prefix, long stamp, int shape) {
    ApiKey key = stored.key();
    KeyAttributes attributes = key.attributes();
    KeyState state = key.state();
    Provenance provenance = key.provenance();
    int flags = flags(stored);
    RowBytes.Writer out = new RowBytes.Writer();
    out.fixed(prefix.head()).fixed(prefix.tail()).fixed(stamp);
    out.number(shape).number(flags).uuid(key.id().value());
    out.uuid(key.company().value()).text(attributes.name());
    out.bytes(stored.hash().bytesForStorage());
    long created = provenance.createdAt().toEpochMilli();
    out.number(created).number(provenance.updatedAt().toEpochMilli() - created);
    out.number(provenance.version()).text(provenance.createdBy());
    writeText(out, flags, USER, attributes.user());
    writeTime(out, flags, NOT_BEFORE, attributes.notBefore());
    writeTime(out, flags, EXPIRES, attributes.expiresAt());
    writeId(out, flags, ROTATED_FROM, state.rotatedFrom());
    writeId(out, flags, ROTATED_TO, state.rotatedTo());
    writeTime(out, flags, ROTATED_TO, state.retiresAt());
    writeId(out, flags, OTHER_LINEAGE, state.lineage());
    Revocation revocation = state.revocation();
    if (revocation != null) {
      out.number(revocation.at().toEpochMilli()).text(revocation.by());
      writeText(out, flags, REASON, revocation.reason());
    }
    LastUse use = key.lastUse();
    if (use != null) {
      out.number(use.at().toEpochMilli());
      writeText(out, flags, USED_FROM, use.ip());
    }
    if ((flags & WORDS) != 0) {
      out.texts(attributes.tags()).texts(attributes.metadata());
    }
    writeCapture(out, state.capture());
    writeCapture(out, stored.companyCapture());
    return out.toBytes();
  }

  static StoredKey unpack(byte[] row, KeyShapes shapes) {
    RowBytes.Reader in = new RowBytes.Reader(row, 20);
    KeyShape shape = shapes.shape((int) in.number());
    int flags = (int) in.number();
    ApiKeyId id = new ApiKeyId(in.uuid());
    CompanyId company = new CompanyId(in.uuid());
    String name = in.text();
    byte[] hash = in.bytes();
    long created = in.number();
    long updated = created + in.number();
    long version = in.number();
    Provenance provenance = new Provenance(
        Instant.ofEpochMilli(created), in.text(), Instant.ofEpochMilli(updated), version);
    String user = text(in, flags, USER);
    Instant notBefore = time(in, flags, NOT_BEFORE);
    Instant expiresAt = time(in, flags, EXPIRES);
    KeyState state = state(in, flags, id);
    LastUse use = (flags & USED) == 0
        ? null
        : new LastUse(Instant.ofEpochMilli(in.number()), text(in, flags, USED_FROM));
    KeyAttributes attributes =
        attributes(shape.attributes(), in, flags, name, user, notBefore, expiresAt);
    Capture capture = capture(in, flags, CAPTURE);
    ApiKey key = new ApiKey(
        id,
        company,
        prefix(row).text(),
        shape.type(),
        shape.env(),
        attributes,
        capture == null ? state : withCapture(state, capture),
        provenance,
        use);
    return new StoredKey(
        key,
        KeyHash.ofStored(shape.hashScheme(), hash),
        (flags & SUSPENDED) == 0 ? CompanyStatus.ACTIVE : CompanyStatus.SUSPENDED,
        (flags & OWNER_DISABLED) == 0,
        capture(in, flags, COMPANY_CAPTURE),
        addresses(flags));
  }

  private static KeyState state(RowBytes.Reader in, int flags, ApiKeyId id) {
    ApiKeyId from = id(in, flags, ROTATED_FROM);
    ApiKeyId to = id(in, flags, ROTATED_TO);
    Instant retires = time(in, flags, ROTATED_TO);
    ApiKeyId lineage = Objects.requireNonNullElse(id(in, flags, OTHER_LINEAGE), id);
    Revocation revocation = (flags & REVOKED) == 0
        ? null
        : new Revocation(Instant.ofEpochMilli(in.number()), in.text(), text(in, flags, REASON));
    return new KeyState((flags & DISABLED) != 0, revocation, from, to, retires, lineage);
  }

  private static KeyState withCapture(KeyState state, Capture capture) {
    return new KeyState(
        state.disabled(),
        state.revocation(),
        state.rotatedFrom(),
        state.rotatedTo(),
        state.retiresAt(),
        state.lineage(),
        capture);
  }

  private static AddressDetail addresses(int flags) {
    if ((flags & NO_ADDRESS) != 0) {
      return AddressDetail.NONE;
    }
    return (flags & TRUNCATED) == 0 ? AddressDetail.FULL : AddressDetail.TRUNCATED;
  }

  private static KeyAttributes attributes(
      KeyAttributes common,
      RowBytes.Reader in,
      int flags,
      String name,
      @Nullable String user,
      @Nullable Instant notBefore,
      @Nullable Instant expiresAt) {
    boolean words = (flags & WORDS) != 0;
    List<String> tags = words ? in.texts() : List.of();
    return new KeyAttributes(
        name,
        user,
        common.scope(),
        common.permissions(),
        common.routes(),
        notBefore,
        expiresAt,
        common.allowedIps(),
        common.allowedReferers(),
        common.allowMissingReferer(),
        common.rateLimit(),
        common.limits(),
        common.quota(),
        common.shadow(),
        words ? in.pairs() : Map.of(),
        tags);
  }

  private static int flags(StoredKey stored) {
    ApiKey key = stored.key();
    KeyAttributes attributes = key.attributes();
    KeyState state = key.state();
    Revocation revocation = state.revocation();
    LastUse use = key.lastUse();
    return flag(REVOKED, revocation != null)
        | flag(REASON, revocation != null && revocation.reason() != null)
        | flag(DISABLED, state.disabled())
        | flag(ROTATED_FROM, state.rotatedFrom() != null)
        | flag(ROTATED_TO, state.rotatedTo() != null)
        | flag(OTHER_LINEAGE, !state.lineage().equals(key.id()))
        | flag(USER, attributes.user() != null)
        | flag(NOT_BEFORE, attributes.notBefore() != null)
        | flag(EXPIRES, attributes.expiresAt() != null)
        | flag(USED, use != null)
        | flag(USED_FROM, use != null && use.ip() != null)
        | flag(SUSPENDED, stored.companyStatus() == CompanyStatus.SUSPENDED)
        | flag(OWNER_DISABLED, !stored.ownerActive())
        | flag(CAPTURE, state.capture() != null)
        | flag(COMPANY_CAPTURE, stored.companyCapture() != null)
        | flag(TRUNCATED, stored.addresses() == AddressDetail.TRUNCATED)
        | flag(NO_ADDRESS, stored.addresses() == AddressDetail.NONE)
        | flag(WORDS, !attributes.tags().isEmpty() || !attributes.metadata().isEmpty());
  }

  private static int flag(int flag, boolean set) {
    return set ? flag : 0;
  }

  private static void writeText(RowBytes.Writer out, int flags, int flag, @Nullable String text) {
    if ((flags & flag) != 0 && text != null) {
      out.text(text);
    }
  }

  private static void writeTime(RowBytes.Writer out, int flags, int flag, @Nullable Instant time) {
    if ((flags & flag) != 0 && time != null) {
      out.number(time.toEpochMilli());
    }
  }

  /** The time and, in its last two bits, what is kept. */
  private static void writeCapture(RowBytes.Writer out, @Nullable Capture capture) {
    if (capture != null) {
      int what = (capture.request() ? 1 : 0) | (capture.response() ? 2 : 0);
      out.number((capture.until().toEpochMilli() << 2) | what);
    }
  }

  private static @Nullable Capture capture(RowBytes.Reader in, int flags, int flag) {
    if ((flags & flag) == 0) {
      return null;
    }
    long number = in.number();
    return new Capture((number & 1) != 0, (number & 2) != 0, Instant.ofEpochMilli(number >> 2));
  }

  private static void writeId(RowBytes.Writer out, int flags, int flag, @Nullable ApiKeyId id) {
    if ((flags & flag) != 0 && id != null) {
      out.uuid(id.value());
    }
  }

  private static @Nullable String text(RowBytes.Reader in, int flags, int flag) {
    return (flags & flag) == 0 ? null : in.text();
  }

  private static @Nullable Instant time(RowBytes.Reader in, int flags, int flag) {
    return (flags & flag) == 0 ? null : Instant.ofEpochMilli(in.number());
  }

  private static @Nullable ApiKeyId id(RowBytes.Reader in, int flags, int flag) {
    return (flags & flag) == 0 ? null : new ApiKeyId(in.uuid());
  }
}
