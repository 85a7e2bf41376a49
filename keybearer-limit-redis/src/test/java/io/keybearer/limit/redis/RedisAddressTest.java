package io.keybearer.limit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RedisAddressTest {
  @Test
  void readsHostPortAndDatabase() {
    RedisAddress full = RedisAddress.parse("redis://redis.example:7000/3");
    assertThat(full.host()).isEqualTo("redis.example");
    assertThat(full.port()).isEqualTo(7000);
    assertThat(full.database()).isEqualTo(3);
    assertThat(full.tls()).isFalse();
    assertThat(full.user()).isNull();
    assertThat(full.password()).isNull();

    for (String text : List.of("redis://my_redis", "redis://my_redis/")) {
      assertThat(RedisAddress.parse(text)).hasToString("redis://my_redis:6379/0");
    }
    RedisAddress ipv6 = RedisAddress.parse("rediss://[2001:db8::1]:6380");
    assertThat(ipv6.host()).isEqualTo("2001:db8::1");
    assertThat(ipv6.tls()).isTrue();
    assertThat(ipv6).hasToString("rediss://[2001:db8::1]:6380/0");
  }

  @Test
  void readsUserAndPasswordAndShowsNeither() {
    RedisAddress both = RedisAddress.parse("redis://ali%63e:s%40c+r:%2Fet@h:1/0");
    assertThat(both.user()).isEqualTo("alice");
    assertThat(both.password()).isEqualTo("s@c+r:/et");
    assertThat(both).hasToString("redis://h:1/0");

    RedisAddress one = RedisAddress.parse("rediss://:secret@h");
    assertThat(one.user()).isNull();
    assertThat(one.password()).isEqualTo("secret");
  }

  @Test
  void refusesOtherFormsAndRepeatsNothingOfThem() {
    for (String wrong : List.of(
        "",
        "canary",
        "redis:canary",
        "redis://",
        "http://canary",
        "REDIS://canary",
        "redis-sentinel://canary:26379",
        "redis-socket:///canary",
        "redis://canary:port",
        "redis://canary:0",
        "redis://canary:65536",
        "redis://canary:99999",
        "redis://canary/db",
        "redis://canary/1/2",
        "redis://canary/123456",
        "redis://canary?timeout=1s",
        "redis://canary#x",
        "redis://canary@host",
        "redis://user:can ary@host",
        "redis://user:can%ary@host",
        "redis://user:can%zzary@host",
        "redis://user:canary@canary@host",
        "redis://canary,other:6379",
        " redis://canary",
        "redis://canary\n")) {
      assertThatThrownBy(() -> RedisAddress.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("expected ")
          .hasMessageNotContaining("canary")
          .hasNoCause();
    }
  }
}
