package virtualhandset.convert;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The text manifest for the framework. Everything else is read from the APK itself; only the target
 * SDK, the component factory and the receivers must stand in text.
 */
final class TextManifest {
  private static final String NAMESPACE = "http://schemas.android.com/apk/res/android";
  private static final List<String> DATA_ATTRIBUTES =
      List.of("scheme", "host", "port", "path", "pathPrefix", "pathPattern", "mimeType");

  private TextManifest() {}

  /**
   * Writes the manifest. Receivers and factories whose class is not among {@code classes} are left
   * out: the framework would fail at start where a phone fails only at delivery.
   */
  static String of(Manifest manifest, Map<String, byte[]> classes, Set<String> permissions) {
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.append("<manifest xmlns:android=\"").append(NAMESPACE).append("\" package=\"");
    out.append(manifest.packageName).append("\">\n");
    out.append("  <uses-sdk android:minSdkVersion=\"").append(manifest.minSdk);
    out.append("\" android:targetSdkVersion=\"").append(manifest.targetSdk).append("\"/>\n");
    for (String permission : permissions) {
      out.append("  <uses-permission").append(attribute("name", permission)).append("/>\n");
    }
    out.append("  <application");
    String factory = manifest.application.text("appComponentFactory");
    if (factory != null && classes.containsKey(manifest.fullName(factory).replace('.', '/'))) {
      out.append(attribute("appComponentFactory", manifest.fullName(factory)));
    }
    out.append(">\n");
    for (Manifest.Component component : manifest.components) {
      boolean usable = component.element().flag("enabled", true) && classes.containsKey(component.name().replace('.', '/'));
      if (component.kind().equals("receiver") && usable) {
        receiver(out, component);
      }
    }
    return out.append("  </application>\n</manifest>\n").toString();
  }

  private static void receiver(StringBuilder out, Manifest.Component receiver) {
    out.append("    <receiver").append(attribute("name", receiver.name()));
    out.append(attribute("exported", String.valueOf(receiver.exported())));
    String permission = receiver.element().text("permission");
    if (permission != null) {
      out.append(attribute("permission", permission));
    }
    out.append(">\n");
    for (XmlElement filter : receiver.element().children("intent-filter")) {
      out.append("      <intent-filter").append(attribute("priority", String.valueOf(filter.number("priority", 0))));
      out.append(">\n");
      for (XmlElement part : filter.children) {
        if (part.tag.equals("action") || part.tag.equals("category")) {
          if (part.text("name") != null) {
            out.append("        <").append(part.tag).append(attribute("name", part.text("name"))).append("/>\n");
          }
        } else if (part.tag.equals("data")) {
          out.append("        <data");
          for (String name : DATA_ATTRIBUTES) {
            if (part.attributes.get(name) instanceof String text) {
              out.append(attribute(name, text));
            }
          }
          out.append("/>\n");
        }
      }
      out.append("      </intent-filter>\n");
    }
    out.append("    </receiver>\n");
  }

  private static String attribute(String name, String value) {
    StringBuilder out = new StringBuilder(" android:").append(name).append("=\"");
    value.codePoints().forEach(c -> {
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        default -> {
          // Characters that XML 1.0 forbids would make the whole manifest unreadable.
          boolean allowed = c >= 0x20 && c != 0xfffe && c != 0xffff && !(c >= 0xd800 && c <= 0xdfff);
          out.appendCodePoint(allowed ? c : '?');
        }
      }
    });
    return out.append('"').toString();
  }
}
