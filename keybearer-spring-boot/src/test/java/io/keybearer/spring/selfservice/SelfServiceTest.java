package io.keybearer.spring.selfservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import io.keybearer.Keybearer;
import io.keybearer.key.ApiKey;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.Scope;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.store.KeyFilter;
import io.keybearer.store.PageRequest;
import io.keybearer.verification.VerificationRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

/** Users of an application and their own keys, behind forms and keys. */
class SelfServiceTest {
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
  private static final Pattern TEXT = Pattern.compile("\"key\":\"(kb_u_[0-9A-Za-z_]+)\"");

  private AnnotationConfigWebApplicationContext context =
      new AnnotationConfigWebApplicationContext();
  private MockMvc mvc;

  @BeforeEach
  void start() {
    start("keybearer.self-service.max-keys=3");
  }

  private void start(String... properties) {
    context = new AnnotationConfigWebApplicationContext();
    TestPropertyValues.of("keybearer.self-service.enabled=true")
        .and(properties)
        .and("keybearer.self-service.permissions=orders:*")
        .applyTo(context);
    context.setServletContext(new MockServletContext());
    context.register(SelfServiceApplication.class);
    context.refresh();
    mvc = MockMvcBuilders.webAppContextSetup(context).apply(springSecurity()).build();
  }

  @AfterEach
  void stop() {
    context.close();
  }

  @Test
  void aKeyIsMadeShownOnceListedAndHonoured() throws Exception {
    MockHttpServletResponse made = as(
        "ada",
        body(
            post("/api-keys"),
            "{\"name\":\"laptop\","
                + "\"scope\":\"write\",\"permissions\":[\"orders:read\"],\"allowed_ips\":[\"10.0.0.0/8\"]}"));

    assertThat(made.getStatus()).isEqualTo(201);
    assertThat(made.getHeader("Cache-Control")).isEqualTo("no-store");
    String id = found(ID, made);
    String text = found(TEXT, made);
    assertThat(made.getHeader("Location")).isEqualTo("/api-keys/" + id);
    MockHttpServletResponse listed = as("ada", get("/api-keys"));
    assertThat(listed.getContentAsString())
        .contains(id, "\"name\":\"laptop\"", "\"scope\":\"write\"", "\"status\":\"active\"")
        .contains("\"allowed_ips\":[\"10.0.0.0/8\"]", "\"next_cursor\":null")
        .doesNotContain(text);
    assertThat(as("ada", get("/api-keys/" + id)).getContentAsString()).doesNotContain(text);
    assertThat(verdict(text)).isEqualTo("IP_DENIED");
    ApiKey key = stored(id);
    assertThat(key.attributes().user()).isEqualTo("ada");
    assertThat(key.provenance().createdBy()).isEqualTo("user:ada");
    assertThat(key.attributes().expiresAt())
        .isBetween(
            Instant.now().plus(Duration.ofDays(364)), Instant.now().plus(Duration.ofDays(365)));
    assertThat(key.company()).isEqualTo(defaults().id());
  }

  @Test
  void whatIsOthersIsAsIfItDidNotExist() throws Exception {
    String hers = create("ada", "hers");
    IssuedKey service =
        engine().administration().keys().issue(KeyDraft.service(defaults().id(), "a service's"));
    String unknown = "01890000-0000-7000-8000-000000000000";

    for (String id : List.of(hers, service.key().id().toString(), unknown, "nonsense")) {
      for (MockHttpServletRequestBuilder request : List.of(
          get("/api-keys/" + id),
          post("/api-keys/" + id + "/rotate"),
          post("/api-keys/" + id + "/revoke"))) {
        MockHttpServletResponse answer = as("grace", request);
        assertThat(answer.getStatus()).isEqualTo(404);
        assertThat(answer.getContentAsString())
            .contains("\"code\":\"NOT_FOUND\"")
            .doesNotContain(id);
      }
    }
    assertThat(as("grace", get("/api-keys")).getContentAsString()).contains("\"items\":[]");
    assertThat(stored(hers).state().revoked()).isFalse();
  }

  @Test
  void whoHasNotSignedInIsAskedTo() throws Exception {
    MockHttpServletResponse answer = answer(get("/api-keys"));

    assertThat(answer.getStatus()).isEqualTo(401);
    assertThat(answer.getContentType()).startsWith("application/problem+json");
    assertThat(answer.getContentAsString()).contains("\"code\":\"UNAUTHENTICATED\"");
  }

  @Test
  void csrfIsAsTheChainHasIt() throws Exception {
    MockHttpServletResponse answer =
        answer(body(post("/api-keys"), "{\"name\":\"a\"}").with(user("ada")));

    assertThat(answer.getStatus()).isEqualTo(403);
    assertThat(as("ada", get("/api-keys")).getContentAsString()).contains("\"items\":[]");
  }

  @Test
  void whatAUserMayNotGiveIsToldFieldByField() throws Exception {
    String tooLate = Instant.now().plus(Duration.ofDays(366)).toString();
    MockHttpServletResponse answer = as(
        "ada",
        body(
            post("/api-keys"),
            "{\"name\":\"\","
                + "\"scope\":\"admin\",\"permissions\":[\"orders:read\",\"refunds:make\",\"keybearer:keys\"],"
                + "\"expires_at\":\"" + tooLate + "\",\"allowed_ips\":[\"010.1\"]}"));

    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(answer.getContentAsString())
        .contains("\"path\":\"name\"", "\"path\":\"scope\"", "\"path\":\"permissions[1]\"")
        .contains("\"path\":\"permissions[2]\"", "\"path\":\"expires_at\"", "allowed_ips[0]")
        .doesNotContain("permissions[0]");
    assertThat(keys()).isEmpty();
  }

  @Test
  void aRateIsBoundedToo() throws Exception {
    context.close();
    start("keybearer.self-service.rate-limit=100", "keybearer.self-service.rate-limit-window=60s");

    assertThat(rate("{\"name\":\"a\"}")).contains("\"rate_limit\":100,\"rate_limit_window\":60");
    assertThat(rate("{\"name\":\"b\",\"rate_limit\":5,\"rate_limit_window\":60}"))
        .contains("\"rate_limit\":5,");
    assertThat(rate("{\"name\":\"c\",\"rate_limit\":101,\"rate_limit_window\":6000}"))
        .contains("\"path\":\"rate_limit\"", "OUT_OF_RANGE");
    assertThat(rate("{\"name\":\"d\",\"rate_limit\":100,\"rate_limit_window\":1}"))
        .contains("\"path\":\"rate_limit\"", "OUT_OF_RANGE");
    assertThat(rate("{\"name\":\"e\",\"rate_limit_window\":1}")).contains("\"errors\":[{");
  }

  private String rate(String json) throws Exception {
    return as("ada", body(post("/api-keys"), json)).getContentAsString();
  }

  @Test
  void bodiesAreReadStrictly() throws Exception {
    assertProblem(
        body(post("/api-keys"), "{\"name\":\"a\",\"user\":\"grace\"}"), 400, "UNKNOWN_MEMBER");
    assertProblem(
        body(post("/api-keys"), "{\"name\":\"a\",\"name\":\"b\"}"), 400, "DUPLICATE_MEMBER");
    assertProblem(body(post("/api-keys"), "{\"name\":7}"), 400, "WRONG_TYPE");
    assertProblem(body(post("/api-keys"), "{\"name\":\"\\u0000\"}"), 400, "WRONG_TYPE");
    assertProblem(body(post("/api-keys"), "{\"name\":\"\\ud800\"}"), 400, "WRONG_TYPE");
    assertProblem(
        body(post("/api-keys"), "{\"name\":\"a\",\"scope\":\"all\"}"), 400, "UNKNOWN_VALUE");
    assertProblem(
        body(post("/api-keys"), "{\"name\":\"a\",\"expires_at\":\"soon\"}"), 400, "WRONG_FORM");
    assertProblem(
        body(post("/api-keys"), "{\"rate_limit\":99999999999999999999}"), 400, "WRONG_TYPE");
    assertProblem(body(post("/api-keys"), "{\"permissions\":[1]}"), 400, "WRONG_TYPE");
    assertProblem(body(post("/api-keys"), "{\"name\":\"a\"} x"), 400, "MALFORMED_JSON");
    assertProblem(body(post("/api-keys"), "[]"), 400, "MALFORMED_JSON");
    assertProblem(body(post("/api-keys"), "{"), 400, "MALFORMED_JSON");
    assertProblem(post("/api-keys"), 400, "REQUIRED");
    assertProblem(
        body(post("/api-keys"), "{\"name\":\"" + "x".repeat(20_000) + "\"}"),
        413,
        "BODY_TOO_LARGE");
    assertProblem(
        post("/api-keys").contentType("text/plain").content("{\"name\":\"a\"}"),
        415,
        "UNSUPPORTED_MEDIA_TYPE");
    assertProblem(get("/api-keys?page=2"), 400, "UNKNOWN_PARAMETER");
    assertProblem(get("/api-keys?limit=1&limit=2"), 400, "REPEATED_PARAMETER");
    assertProblem(get("/api-keys?limit=201"), 400, "OUT_OF_RANGE");
    assertProblem(get("/api-keys?cursor=x"), 400, "CURSOR_INVALID");
    assertProblem(get("/api-keys/a/b/c"), 404, "NOT_FOUND");
    assertProblem(get("/api-keys/"), 404, "NOT_FOUND");
    assertThat(assertProblem(put("/api-keys"), 405, "METHOD_NOT_ALLOWED").getHeader("Allow"))
        .isEqualTo("GET, HEAD, POST");
    assertThat(keys()).isEmpty();
  }

  @Test
  void problemsAreToldInTheLanguageOfTheReader() throws Exception {
    MockHttpServletResponse answer =
        as("ada", body(post("/api-keys"), "{\"x\":1}").header("Accept-Language", "fr"));

    assertThat(answer.getHeader("Content-Language")).isEqualTo("fr");
    assertThat(answer.getContentAsString(StandardCharsets.UTF_8))
        .contains("Ce membre n'existe pas ici.");
  }

  @Test
  void nobodyHasMoreKeysThanAllowedAndRotatingIsNoWayRound() throws Exception {
    create("ada", "one");
    create("ada", "two");
    String third = create("ada", "three");
    assertProblem(body(post("/api-keys"), "{\"name\":\"four\"}"), 409, "TOO_MANY_KEYS");
    create("grace", "one of hers");

    assertProblem(
        body(post("/api-keys/" + third + "/rotate"), "{\"grace\":\"PT1H\"}"), 409, "TOO_MANY_KEYS");
    assertThat(as("ada", post("/api-keys/" + third + "/rotate")).getStatus()).isEqualTo(201);
    assertThat(stored(third).state().rotated()).isTrue();
  }

  @Test
  void aKeyIsRotatedAndRevoked() throws Exception {
    String id = create("ada", "laptop");

    assertProblem(
        body(post("/api-keys/" + id + "/rotate"), "{\"grace\":\"P8D\"}"), 400, "OUT_OF_RANGE");
    MockHttpServletResponse rotated =
        as("ada", body(post("/api-keys/" + id + "/rotate"), "{\"grace\":\"PT1H\"}"));
    assertThat(verdict(found(TEXT, rotated))).isEqualTo("VALID");
    String next = found(ID, rotated);
    MockHttpServletResponse revoked =
        as("ada", body(post("/api-keys/" + next + "/revoke"), "{\"reason\":\"lost\"}"));

    assertThat(revoked.getStatus()).isEqualTo(200);
    assertThat(revoked.getContentAsString()).contains("\"status\":\"revoked\"");
    assertThat(verdict(found(TEXT, rotated))).isEqualTo("REVOKED");
    assertThat(stored(next).state().revocation()).satisfies(revocation -> {
      assertThat(revocation.by()).isEqualTo("user:ada");
      assertThat(revocation.reason()).isEqualTo("lost");
    });
  }

  @Test
  void whatAnAdministratorGaveIsNotProlongedByItsUser() throws Exception {
    create("ada", "hers");
    IssuedKey given = engine()
        .administration()
        .keys()
        .issue(KeyDraft.user(defaults().id(), "ada", "given").scope(Scope.ADMIN));

    assertProblem(post("/api-keys/" + given.key().id() + "/rotate"), 403, "GRANTS_TOO_MUCH");
    assertThat(as("ada", post("/api-keys/" + given.key().id() + "/revoke")).getStatus())
        .isEqualTo(200);
  }

  @Test
  void aKeyManagesNoKeysUnlessItIsAllowedTo() throws Exception {
    String text =
        found(TEXT, as("ada", body(post("/api-keys"), "{\"name\":\"a\",\"scope\":\"write\"}")));
    MockHttpServletResponse refused = answer(
        body(post("/api-keys"), "{\"name\":\"b\"}").header("Authorization", "Bearer " + text));
    assertThat(refused.getStatus()).isEqualTo(403);
    assertThat(refused.getContentAsString()).contains("\"code\":\"KEY_RESTRICTED\"");
    assertThat(keys()).hasSize(1);
  }

  @Test
  void whereKeysMayTheyGrantNoMoreThanTheyHold() throws Exception {
    context.close();
    start("keybearer.self-service.with-keys=true");
    String text = found(
        TEXT,
        as(
            "ada",
            body(
                post("/api-keys"),
                "{\"name\":\"a\",\"scope\":\"write\",\"permissions\":[\"orders:read\"]}")));

    MockHttpServletResponse made =
        keyed(text, "{\"name\":\"b\",\"permissions\":[\"orders:read\"]}");
    MockHttpServletResponse refused =
        keyed(text, "{\"name\":\"c\",\"permissions\":[\"orders:write\"]}");

    assertThat(made.getStatus()).isEqualTo(201);
    assertThat(stored(found(ID, made)).attributes().user()).isEqualTo("ada");
    assertThat(refused.getStatus()).isEqualTo(403);
    assertThat(refused.getContentAsString()).contains("GRANTS_TOO_MUCH");
    IssuedKey service = engine()
        .administration()
        .keys()
        .issue(KeyDraft.service(defaults().id(), "a service's").scope(Scope.WRITE));
    assertThat(keyed(service.text().reveal(), "{\"name\":\"d\"}").getStatus()).isEqualTo(403);
  }

  private MockHttpServletResponse keyed(String text, String json) throws Exception {
    return answer(body(post("/api-keys"), json).header("Authorization", "Bearer " + text));
  }

  private MockHttpServletResponse assertProblem(
      MockHttpServletRequestBuilder request, int status, String code) throws Exception {
    MockHttpServletResponse answer = as("ada", request);
    assertThat(answer.getContentAsString()).contains("\"code\":\"" + code + "\"");
    assertThat(answer.getStatus()).isEqualTo(status);
    assertThat(answer.getContentType()).startsWith("application/problem+json");
    return answer;
  }

  private String create(String name, String called) throws Exception {
    return found(ID, as(name, body(post("/api-keys"), "{\"name\":\"" + called + "\"}")));
  }

  private static MockHttpServletRequestBuilder body(
      MockHttpServletRequestBuilder request, String json) {
    return request.contentType("application/json").content(json);
  }

  private MockHttpServletResponse as(String name, MockHttpServletRequestBuilder request)
      throws Exception {
    return answer(request.with(user(name)).with(csrf().asHeader()));
  }

  private MockHttpServletResponse answer(MockHttpServletRequestBuilder request) throws Exception {
    return mvc.perform(request).andReturn().getResponse();
  }

  private static String found(Pattern pattern, MockHttpServletResponse answer) throws Exception {
    Matcher matcher = pattern.matcher(answer.getContentAsString());
    assertThat(matcher.find()).as(answer.getContentAsString()).isTrue();
    return matcher.group(1);
  }

  private Keybearer engine() {
    return context.getBean(Keybearer.class);
  }

  private Company defaults() {
    return engine().administration().companies().get(CompanyRef.parse("default"));
  }

  private List<ApiKey> keys() {
    return engine()
        .administration()
        .keys()
        .list(KeyFilter.any(), PageRequest.first(50))
        .items();
  }

  private ApiKey stored(String id) {
    return keys().stream()
        .filter(key -> key.id().toString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private String verdict(String text) {
    return engine().verify(VerificationRequest.of(text).build()).code();
  }
}
