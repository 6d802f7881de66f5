package virtualhandset.convert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;

/** Finds the parts of an APK that this phone cannot run. */
final class LimitScan {
  private static final int API_LEVEL = 34;
  /** Examples named in one limit; the total is always printed. */
  private static final int EXAMPLES = 3;

  /** Native libraries and loader classes of well-known packers, and who makes them. */
  private static final Map<Pattern, String> PACKER_LIBRARIES =
      Map.ofEntries(
          library("libjiagu(_\\w+)?", "360"),
          library("libprotectClass(_x86)?", "360"),
          library("libshell[ax]?([-.].+)?", "Tencent"),
          library("libtup", "Tencent"),
          library("libDexHelper(-x86)?", "SecNeo"),
          library("libexec(main)?", "Ijiami"),
          library("libmobisec\\w*", "Alibaba"),
          library("libbaiduprotect\\w*", "Baidu"),
          library("libnesec", "NetEase"),
          library("libchaosvmp", "Nagapt"),
          library("libddog", "Nagapt"));

  private static final Map<String, String> PACKER_CLASSES =
      Map.ofEntries(
          Map.entry("com/stub/StubApp", "360"),
          Map.entry("com/qihoo/util/", "360"),
          Map.entry("com/tencent/StubShell/", "Tencent"),
          Map.entry("com/wrapper/proxyapplication/", "Tencent"),
          Map.entry("com/secneo/", "SecNeo"),
          Map.entry("com/SecShell/SecShell/", "SecNeo"),
          Map.entry("s/h/e/l/l/", "Ijiami"),
          Map.entry("com/shell/SuperApplication", "Ijiami"),
          Map.entry("com/ali/mobisecenhance/", "Alibaba"),
          Map.entry("com/baidu/protect/", "Baidu"),
          Map.entry("com/netease/nis/wrapper/", "NetEase"),
          Map.entry("com/edog/", "Nagapt"));

  private LimitScan() {}

  private static Map.Entry<Pattern, String> library(String name, String maker) {
    return Map.entry(Pattern.compile(name + "\\.so"), maker);
  }

  /** Limits that the archive's file names show. */
  static List<Limit> ofFiles(List<String> entryNames) {
    Map<String, String> libraries = new LinkedHashMap<>();
    List<Limit> limits = new ArrayList<>();
    for (String entry : entryNames) {
      if (entry.startsWith("lib/") && entry.endsWith(".so")) {
        libraries.putIfAbsent(entry.substring(entry.lastIndexOf('/') + 1), entry);
      }
      String file = entry.substring(entry.lastIndexOf('/') + 1);
      for (Map.Entry<Pattern, String> packer : PACKER_LIBRARIES.entrySet()) {
        if (packer.getKey().matcher(file).matches()) {
          limits.add(new Limit("packed", packer.getValue() + " packer: " + entry));
        }
      }
    }
    for (String path : libraries.values()) {
      limits.add(new Limit("native-libraries", path));
    }
    return limits;
  }

  /** Limits that the translated classes show. */
  static List<Limit> ofClasses(Map<String, byte[]> classes) {
    List<Limit> limits = new ArrayList<>();
    for (Map.Entry<String, String> packer : PACKER_CLASSES.entrySet()) {
      classes.keySet().stream()
          .filter(name -> name.startsWith(packer.getKey()))
          .findFirst()
          .ifPresent(name -> limits.add(new Limit("packed", packer.getValue() + " packer: " + name.replace('/', '.'))));
    }
    limits.sort(java.util.Comparator.comparing(Limit::detail));
    List<String> webview = new ArrayList<>();
    List<String> google = new ArrayList<>();
    for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
      String name = entry.getKey();
      Set<String> types = typesIn(entry.getValue());
      if (types.contains("android/webkit/WebView")) {
        webview.add(name.replace('/', '.'));
      }
      boolean outside = !name.startsWith("com/google/android/gms/");
      if (outside && types.stream().anyMatch(type -> type.startsWith("com/google/android/gms/"))) {
        google.add(name.replace('/', '.'));
      }
    }
    addUse(limits, "webview", "android.webkit.WebView", webview);
    addUse(limits, "google-services", "com.google.android.gms", google);
    return limits;
  }

  /** Limits that the manifest shows. */
  static List<Limit> ofManifest(Manifest manifest) {
    List<Limit> limits = new ArrayList<>();
    if (manifest.minSdk > API_LEVEL) {
      limits.add(new Limit("min-sdk-too-new", "needs API level " + manifest.minSdk + ", the phone has " + API_LEVEL));
    }
    if (manifest.splitName != null) {
      limits.add(new Limit("split", "this file is the part " + manifest.splitName + " of an app, not its base"));
    } else if (manifest.needsSplits) {
      limits.add(new Limit("split", "the app says that this file is incomplete without its other parts"));
    }
    return limits;
  }

  private static void addUse(List<Limit> limits, String code, String what, List<String> users) {
    if (!users.isEmpty()) {
      String examples = String.join(", ", users.subList(0, Math.min(EXAMPLES, users.size())));
      limits.add(new Limit(code, what + " is used by " + users.size() + " classes: " + examples));
    }
  }

  /** Internal names of the classes a class file refers to, from its constant pool. */
  private static Set<String> typesIn(byte[] classFile) {
    Set<String> types = new java.util.HashSet<>();
    ClassReader reader = new ClassReader(classFile);
    char[] buffer = new char[reader.getMaxStringLength()];
    for (int i = 1; i < reader.getItemCount(); i++) {
      int offset = reader.getItem(i);
      if (offset > 0 && classFile[offset - 1] == 7) {
        types.add(reader.readUTF8(offset, buffer));
      }
    }
    return types;
  }
}
