package virtualhandset.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import virtualhandset.HandsetConfig;
import virtualhandset.Json;

/**
 * The file tree of the phone. The app's own folders and shared storage are folders of the machine under Android's
 * usual names as well; everything else is the small tree that {@link PhoneTree} writes, and what is not in it does not
 * exist. What Android refuses to read is in the policy file, in its lines with {@code file}.
 */
public final class PhoneFiles {
  private record Denial(Pattern path, String error) {}

  private static final List<String> SHARED =
      List.of("/sdcard", "/storage/emulated/0", "/storage/self/primary", "/mnt/sdcard");
  /** Devices that are the same on every machine, and the machine's time zone, which the phone has too. */
  private static final List<String> DEVICES =
      List.of("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom", "/etc/localtime", "/etc/timezone");

  private final Path root;
  private final List<String> readable;
  private final List<String> writable;
  private final List<Denial> denials;
  private final Map<String, String> folders = new LinkedHashMap<>();
  private final String ownProcess;

  private PhoneFiles(
      Path root, HandsetConfig config, List<String> readable, List<String> writable, List<Denial> denials) {
    this.root = root;
    this.readable = readable;
    this.writable = writable;
    this.denials = denials;
    ownProcess = "/proc/" + ProcessHandle.current().pid();
    String shared = config.path("stateFile").toAbsolutePath().resolveSibling("sdcard").normalize().toString();
    for (String name : SHARED) folders.put(name, shared);
    String data = config.path("dataDir").toAbsolutePath().normalize().toString();
    folders.put("/data/data/" + config.packageName(), data);
    folders.put("/data/user/0/" + config.packageName(), data);
  }

  /**
   * Writes the phone's tree into the process's temporary folder.
   *
   * @param config the process's configuration; {@code policy} is used
   * @param readable folders and files of the machine that the app's process needs under their own names
   * @param writable those that it may write as well
   */
  public static PhoneFiles create(HandsetConfig config, List<String> readable, List<String> writable)
      throws IOException {
    Path root = Files.createTempDirectory("phone");
    PhoneTree.write(root, config);
    return new PhoneFiles(root, config, List.copyOf(readable), List.copyOf(writable), denials(config));
  }

  private static List<Denial> denials(HandsetConfig config) throws IOException {
    List<Denial> all = new ArrayList<>();
    if (config.raw().get("policy") == null) return all;
    Object rules = Json.parseObject(Files.readString(config.path("policy"))).get("rules");
    for (Object each : rules instanceof List<?> list ? list : List.of()) {
      if (!(each instanceof Map<?, ?> rule) || !(rule.get("file") instanceof String path)) continue;
      if (Boolean.FALSE.equals(rule.get("enforced")) || !covers(rule, "Api", config.apiLevel())) continue;
      if (!covers(rule, "Target", config.targetSdk())) continue;
      Object error = rule.get("else") instanceof Map<?, ?> effect ? effect.get("errno") : null;
      all.add(new Denial(Pattern.compile(path), String.valueOf(error)));
    }
    return all;
  }

  private static boolean covers(Map<?, ?> rule, String what, int level) {
    return !(rule.get("min" + what) instanceof Number min && level < min.intValue())
        && !(rule.get("max" + what) instanceof Number max && level > max.intValue());
  }

  /** Whether a path is one of the machine that the app's process needs, and leads to itself. */
  public boolean isOwn(String path) {
    return DEVICES.contains(path) || isUnder(real(path), readable);
  }

  /** Whether an app may write there: its own folders, by whichever name, and shared storage. */
  public boolean mayWrite(String path) {
    String place = real(place(path));
    return DEVICES.contains(place) || isUnder(place, writable) && !isUnder(place, List.of(root.toString()));
  }

  private static boolean isUnder(String path, List<String> folders) {
    for (String folder : folders) if (path.equals(folder) || path.startsWith(folder + "/")) return true;
    return false;
  }

  private static String real(String path) {
    return Path.of(path).toAbsolutePath().normalize().toString();
  }

  /** The machine's path of a phone's path. */
  public String place(String path) {
    if (isOwn(path)) return path;
    String plain = normal(path);
    for (Map.Entry<String, String> folder : folders.entrySet()) {
      String name = folder.getKey();
      if (plain.equals(name) || plain.startsWith(name + "/")) return folder.getValue() + plain.substring(name.length());
    }
    return root + plain;
  }

  /** {@code EACCES} or {@code ENOENT} when an app cannot read this path, else null. */
  public String denial(String path) {
    if (isOwn(path)) return Files.exists(Path.of(path)) ? null : "ENOENT";
    String plain = normal(path);
    for (Denial denial : denials) if (denial.path.matcher(plain).matches()) return denial.error;
    return Files.exists(Path.of(place(plain))) ? null : "ENOENT";
  }

  /** The phone's spelling: no dots, and the app's own process under its fixed name. */
  private String normal(String path) {
    String plain = real(path);
    if (plain.equals(ownProcess) || plain.startsWith(ownProcess + "/")) {
      return "/proc/self" + plain.substring(ownProcess.length());
    }
    return plain;
  }

  /** The words of a failed open on a phone. */
  public static String message(String path, String error) {
    return path + ": open failed: " + error + (error.equals("EACCES") ? " (Permission denied)" : " (No such file or directory)");
  }
}
