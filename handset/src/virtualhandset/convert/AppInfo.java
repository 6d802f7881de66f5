package virtualhandset.convert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes {@code app-info.json} (see PROTOCOL.md). */
final class AppInfo {
  /** Limits written per code; a broken obfuscator can yield thousands, and nobody reads them. */
  private static final int LIMITS_PER_CODE = 40;

  private AppInfo() {}

  /** Builds the document; key order is fixed so that the same APK gives the same bytes. */
  static Map<String, Object> of(
      Manifest manifest,
      Resources resources,
      Signers signers,
      Set<String> permissions,
      String sha256,
      int dexFiles,
      Map<String, byte[]> classes,
      List<Limit> limits) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("package", manifest.packageName);
    Object label = manifest.application.attributes.get("label");
    String plain = resources.text(label, "");
    json.put("label", plain == null ? manifest.packageName : plain);
    json.put("labels", labels(resources, label, plain));
    String version = resources.text(manifest.root.attributes.get("versionName"), "");
    json.put("versionName", version == null ? "" : version);
    json.put("versionCode", String.valueOf(manifest.root.number("versionCode", 0)));
    json.put("minSdk", manifest.minSdk);
    json.put("targetSdk", manifest.targetSdk);
    json.put("launcher", manifest.launcher());
    json.put("application", manifest.applicationClass());
    json.put("permissions", permissions);
    json.put("activities", manifest.names("activity"));
    json.put("services", manifest.names("service"));
    json.put("receivers", manifest.names("receiver"));
    json.put("providers", manifest.names("provider"));
    json.put("components", components(manifest, resources));
    json.put("queries", queries(manifest));
    json.put("sha256", sha256);
    json.put("dexFiles", dexFiles);
    json.put("classes", classes.size());
    json.put("versionConstants", VersionConstants.of(classes));
    json.put("signers", signers.certificates);
    json.put("signature", signers.outcome);
    json.put("limits", limits(limits));
    return json;
  }

  private static Map<String, Object> labels(Resources resources, Object label, String plain) {
    Map<String, Object> labels = new LinkedHashMap<>();
    for (String language : List.of("en", "zh")) {
      String text = resources.text(label, language);
      labels.put(language, text == null ? plain : text);
    }
    return labels;
  }

  private static List<Object> components(Manifest manifest, Resources resources) {
    List<Object> list = new ArrayList<>();
    for (Manifest.Component component : manifest.components) {
      XmlElement element = component.element();
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("kind", component.kind());
      json.put("name", component.name());
      json.put("exported", component.exported());
      json.put("enabled", element.flag("enabled", true));
      put(json, "process", element.text("process"));
      put(json, "permission", element.text("permission"));
      put(json, "label", resources.text(element.attributes.get("label"), ""));
      put(json, "target", element.text("targetActivity") == null ? null : manifest.fullName(element.text("targetActivity")));
      if (component.kind().equals("provider")) {
        json.put("initOrder", element.number("initOrder", 0));
        json.put("authorities", component.authorities());
      }
      List<Object> filters = new ArrayList<>();
      for (XmlElement filter : element.children("intent-filter")) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("actions", Manifest.names(filter, "action"));
        parts.put("categories", Manifest.names(filter, "category"));
        filters.add(parts);
      }
      json.put("filters", filters);
      list.add(json);
    }
    return list;
  }

  /** What the app declares under {@code <queries>}: packages, intents and provider authorities. */
  private static Map<String, Object> queries(Manifest manifest) {
    List<String> packages = new ArrayList<>();
    List<String> providers = new ArrayList<>();
    List<Object> intents = new ArrayList<>();
    for (XmlElement queries : manifest.root.children("queries")) {
      packages.addAll(Manifest.names(queries, "package"));
      for (XmlElement provider : queries.children("provider")) {
        if (provider.text("authorities") != null) {
          providers.addAll(List.of(provider.text("authorities").split(";")));
        }
      }
      for (XmlElement intent : queries.children("intent")) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("actions", Manifest.names(intent, "action"));
        parts.put("categories", Manifest.names(intent, "category"));
        parts.put("schemes", intent.children("data").stream().map(d -> d.text("scheme")).filter(s -> s != null).toList());
        intents.add(parts);
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("packages", packages);
    json.put("providers", providers);
    json.put("intents", intents);
    return json;
  }

  private static List<Object> limits(List<Limit> limits) {
    Map<String, Integer> written = new LinkedHashMap<>();
    List<Object> list = new ArrayList<>();
    for (Limit limit : limits) {
      if (written.merge(limit.code(), 1, Integer::sum) <= LIMITS_PER_CODE) {
        list.add(limit.toJson());
      }
    }
    written.forEach(
        (code, count) -> {
          if (count > LIMITS_PER_CODE) {
            list.add(new Limit(code, "and " + (count - LIMITS_PER_CODE) + " more").toJson());
          }
        });
    return list;
  }

  private static void put(Map<String, Object> json, String key, String value) {
    if (value != null) {
      json.put(key, value);
    }
  }
}
