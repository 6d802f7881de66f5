package virtualhandset.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The parts of a decoded manifest that the phone needs. */
final class Manifest {
  private static final List<String> COMPONENT_TAGS =
      List.of("activity", "activity-alias", "service", "receiver", "provider");

  /** One declared component. {@code kind} is the manifest tag. */
  record Component(String kind, String name, XmlElement element) {
    boolean exported() {
      // Before API 31 the default was "has an intent filter"; later apps must say it.
      return element.flag("exported", !element.children("intent-filter").isEmpty());
    }

    /** Authorities of a provider; empty for other kinds. */
    List<String> authorities() {
      String text = element.text("authorities");
      return text == null ? List.of() : List.of(text.split(";"));
    }
  }

  final XmlElement root;
  final XmlElement application;
  final String packageName;
  final int minSdk;
  final int targetSdk;
  final String splitName;
  final boolean needsSplits;
  final List<Component> components = new ArrayList<>();

  /** Reads a decoded manifest; throws {@code no-manifest} when it describes no app. */
  Manifest(XmlElement root) throws ConvertException {
    this.root = root;
    String name = root.text("package");
    if (!root.tag.equals("manifest") || name == null || !name.matches("[A-Za-z0-9_]+(\\.[A-Za-z0-9_]+)*")) {
      throw new ConvertException("no-manifest", "AndroidManifest.xml names no valid package");
    }
    packageName = name;
    XmlElement declared = root.child("application");
    application = declared == null ? new XmlElement("application") : declared;
    XmlElement sdk = root.child("uses-sdk");
    minSdk = sdk == null ? 1 : sdk.number("minSdkVersion", 1);
    targetSdk = sdk == null ? minSdk : sdk.number("targetSdkVersion", minSdk);
    splitName = root.text("split");
    needsSplits = root.flag("isSplitRequired", false) || root.attributes.containsKey("requiredSplitTypes");
    for (XmlElement child : application.children) {
      if (COMPONENT_TAGS.contains(child.tag) && child.text("name") != null) {
        components.add(new Component(child.tag, fullName(child.text("name")), child));
      }
    }
  }

  /** Names of the components of one kind, in the manifest's order. */
  List<String> names(String kind) {
    return components.stream().filter(c -> c.kind().equals(kind)).map(Component::name).distinct().toList();
  }

  /** Permissions asked for, sorted; those bounded by maxSdkVersion below this phone's level are left out. */
  Set<String> permissions(int apiLevel) {
    Set<String> names = new TreeSet<>();
    for (XmlElement child : root.children) {
      boolean asks = child.tag.equals("uses-permission") || child.tag.equals("uses-permission-sdk-23");
      if (asks && child.text("name") != null && child.number("maxSdkVersion", apiLevel) >= apiLevel) {
        names.add(child.text("name"));
      }
    }
    return names;
  }

  /** Class of the activity that the home screen starts, or null. An alias gives its target. */
  String launcher() {
    for (Component component : components) {
      boolean isActivity = component.kind().startsWith("activity");
      if (isActivity && component.element().flag("enabled", true) && isLauncher(component.element())) {
        String target = component.element().text("targetActivity");
        return target == null ? component.name() : fullName(target);
      }
    }
    return null;
  }

  private static boolean isLauncher(XmlElement activity) {
    return activity.children("intent-filter").stream()
        .anyMatch(
            filter ->
                names(filter, "action").contains("android.intent.action.MAIN")
                    && names(filter, "category").contains("android.intent.category.LAUNCHER"));
  }

  /** Values of the {@code name} attribute of the children with this tag. */
  static List<String> names(XmlElement parent, String tag) {
    return parent.children(tag).stream().map(child -> child.text("name")).filter(name -> name != null).toList();
  }

  /** Class of the app's Application, or null. */
  String applicationClass() {
    String name = application.text("name");
    return name == null ? null : fullName(name);
  }

  /** Resolves the manifest's short forms ".Main" and "Main" against the package. */
  String fullName(String name) {
    if (name.startsWith(".")) {
      return packageName + name;
    }
    return name.indexOf('.') < 0 ? packageName + "." + name : name;
  }
}
