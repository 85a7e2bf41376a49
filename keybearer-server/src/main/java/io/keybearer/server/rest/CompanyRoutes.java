package io.keybearer.server.rest;

import io.keybearer.Keybearer;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.Owner;
import io.keybearer.lifecycle.CompanyDraft;
import io.keybearer.policy.ReservedPermission;
import io.keybearer.server.http.Answer;
import io.keybearer.server.http.BodyRule;
import io.keybearer.server.http.Call;
import io.keybearer.server.http.EntityTags;
import io.keybearer.server.http.Requirement;
import io.keybearer.server.http.Route;
import io.keybearer.server.json.JsonWriter;
import io.keybearer.server.json.Member;
import io.keybearer.server.json.ObjectReader;
import io.keybearer.store.PageRequest;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Companies, which are the platform's, and their owners. */
final class CompanyRoutes {
  private static final Requirement COMPANIES =
      Requirement.platformHolding(ReservedPermission.COMPANIES);
  private static final Requirement KEYS = Requirement.holding(ReservedPermission.KEYS);

  private final Keybearer keybearer;
  private final Writes writes;

  CompanyRoutes(Keybearer keybearer, Writes writes) {
    this.keybearer = keybearer;
    this.writes = writes;
  }

  List<Route> routes() {
    String one = "/v1/companies/{company}";
    return List.of(
        Route.of(HttpMethod.POST, "/v1/companies", COMPANIES, BodyRule.json(), this::create),
        Route.get("/v1/companies", COMPANIES, Pages.parameters(), this::list),
        Route.get(one, COMPANIES, Set.of(), this::get),
        Route.of(HttpMethod.PATCH, one, COMPANIES, BodyRule.mergePatch(), this::change),
        Route.of(HttpMethod.POST, one + "/capture", KEYS, BodyRule.json(), this::capture),
        Route.of(HttpMethod.PUT, one + "/owners/{user}", KEYS, BodyRule.json(), this::putOwner));
  }

  private Answer create(Call call) {
    Consumer<CompanyDraft> wanted = CompanyReader.creation(Bodies.object(call));
    return writes.answer(call, administration -> {
      CompanyDraft draft = CompanyDraft.blank();
      wanted.accept(draft);
      Company company = administration.companies().create(draft);
      return Writes.Written.of(
          201,
          "/v1/companies/" + company.id(),
          company.version(),
          json -> CompanyJson.write(company, json));
    });
  }

  private Answer list(Call call) {
    PageRequest page = Pages.asked(call);
    call.parameters().finish();
    return Pages.answer(
        keybearer.administration(call.holder()).companies().list(page), CompanyJson::write);
  }

  private Answer get(Call call) {
    Company company = keybearer.administration(call.holder()).companies().get(named(call));
    return Answer.json(200, JsonWriter.object(json -> CompanyJson.write(company, json)))
        .with("ETag", EntityTags.of(company.version()));
  }

  private Answer change(Call call) {
    Consumer<CompanyDraft> wanted = CompanyReader.change(Bodies.object(call));
    return writes.answer(call, administration -> {
      Company company = administration.companies().change(named(call), call.ifVersion(), wanted);
      return Writes.Written.of(
          200, null, company.version(), json -> CompanyJson.write(company, json));
    });
  }

  private Answer capture(Call call) {
    CaptureJson.Asked asked = CaptureJson.read(call);
    return writes.answer(call, administration -> {
      Company company = administration
          .companies()
          .capture(
              named(call), call.ifVersion(), asked.length(), asked.request(), asked.response());
      return Writes.Written.of(
          200, null, company.version(), json -> CompanyJson.write(company, json));
    });
  }

  private Answer putOwner(Call call) {
    ObjectReader body = Bodies.object(call);
    body.require("active");
    Member<Boolean> active = body.flag("active");
    body.finish();
    return writes.answer(call, administration -> {
      Owner owner = administration
          .companies()
          .putOwner(named(call), call.segment("user"), Boolean.TRUE.equals(active.orNull()));
      return Writes.Written.of(200, null, null, json -> CompanyJson.write(owner, json));
    });
  }

  private static CompanyRef named(Call call) {
    return CompanyRef.parse(call.segment("company"));
  }
}
