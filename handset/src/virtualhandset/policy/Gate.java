package virtualhandset.policy;

import android.Manifest;
import android.app.Application;
import android.location.Location;
import android.net.Uri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The check in front of protected framework methods, inside the sandbox. Calls of the phone itself pass; calls of the
 * app are held to the rules and noted in the phone's access log.
 */
public final class Gate {
  /** Answers of {@link #checkProvider}. */
  public static final String ALL_ROWS = "all", NO_ROWS = "none", OWN_ROWS = "own";

  private static volatile PhoneState state;
  private static volatile AccessLog log;
  private static volatile List<ProviderRule> providerRules = List.of();
  private static volatile List<CommandRule> commandRules = List.of();

  private record ProviderRule(String authority, List<String> methods, String path, Rule rule) {
    boolean covers(Uri uri, String method) {
      return authority.equals(uri.getAuthority()) && methods.contains(method)
          && (path == null || String.valueOf(uri.getPath()).matches(path));
    }
  }

  /** A program that the platform refuses to an app: what it says, where, and how it ends. */
  public record Refusal(String text, boolean isError, int exit) {}

  private record CommandRule(Pattern words, Rule rule) {}

  private Gate() {}

  /** Reads who the app is. Before this, only the phone runs. */
  public static void configure(Map<String, Object> config) {
    try {
      if (config.get("policy") == null) return;
      int apiLevel = android.os.Build.VERSION.SDK_INT;
      List<ProviderRule> rules = new ArrayList<>();
      List<CommandRule> commands = new ArrayList<>();
      for (Map<String, Object> line : PolicyClassHandler.read(Path.of(String.valueOf(config.get("policy"))))) {
        if (Boolean.FALSE.equals(line.get("enforced")) || !PolicyClassHandler.covers(line, apiLevel)) continue;
        if (line.get("command") instanceof String words) commands.add(new CommandRule(Pattern.compile(words), Rule.of(line)));
        if (!(line.get("authority") instanceof String authority)) continue;
        rules.add(new ProviderRule(authority, Rule.names(line.get("methods")), (String) line.get("path"), Rule.of(line)));
      }
      providerRules = List.copyOf(rules);
      commandRules = List.copyOf(commands);
      if (config.get("accessLog") != null) log = new AccessLog(Path.of(String.valueOf(config.get("accessLog"))));
      state = new PhoneState(Path.of(String.valueOf(config.get("appInfo"))));
    } catch (IOException e) {
      throw new UncheckedIOException("platform policy", e);
    }
  }

  /** The Application exists now; from here on the rules know whether the app is on screen. */
  public static void attach(Application app) {
    if (state != null) state.attach(app);
  }

  /** The other apps of the phone are installed. */
  public static void packagesInstalled(String apk) {
    if (state != null) state.installed(apk);
  }

  /** Called by {@link PolicyClassHandler}: the usual code of a method with its rules in front. */
  public static MethodHandle guard(
      List<Map<String, Object>> lines, String type, String method, MethodHandle code, boolean isStatic)
      throws ReflectiveOperationException {
    List<Rule> rules = lines.stream().map(Rule::of).toList();
    int count = code.type().parameterCount();
    Guarded guarded = new Guarded(
        rules, type + "." + method, method, isStatic, code.type().returnType(),
        code.asSpreader(Object[].class, count).asType(MethodType.methodType(Object.class, Object[].class)));
    return MethodHandles.lookup()
        .findStatic(Gate.class, "call", MethodType.methodType(Object.class, Guarded.class, Object[].class))
        .bindTo(guarded)
        .asCollector(Object[].class, count)
        .asType(code.type());
  }

  private record Guarded(
      List<Rule> rules, String api, String method, boolean isStatic, Class<?> returns, MethodHandle code) {}

  private static Object call(Guarded guarded, Object[] arguments) throws Throwable {
    PhoneState phone = state;
    if (phone == null) return guarded.code.invokeExact(arguments);
    List<Rule> applying = new ArrayList<>(guarded.rules.size());
    for (Rule rule : guarded.rules) {
      if (Conditions.applies(rule, phone, arguments, guarded.isStatic)) applying.add(rule);
    }
    if (applying.isEmpty()) return guarded.code.invokeExact(arguments);
    Caller caller = Caller.ofThisCall();
    if (caller == Caller.PHONE) return guarded.code.invokeExact(arguments);
    Rule denied = null;
    List<String> transforms = new ArrayList<>();
    for (Rule rule : applying) {
      if (Conditions.met(rule, phone)) continue;
      if (rule.effect().get("transform") instanceof String transform) {
        transforms.add(transform);
      } else {
        denied = rule;
        break;
      }
    }
    note(caller, guarded.api, (denied == null ? applying.get(0) : denied).permission(), denied == null);
    if (denied != null) return Effects.deny(denied, guarded.method, guarded.returns, phone);
    Object result = guarded.code.invokeExact(arguments);
    for (String transform : transforms) result = Transforms.apply(transform, result, arguments, phone);
    return result;
  }

  /**
   * The check of the phone's own content providers.
   *
   * @param method {@code query}, {@code insert}, {@code update} or {@code delete}
   * @return {@link #ALL_ROWS}, {@link #NO_ROWS} or {@link #OWN_ROWS}
   * @throws SecurityException where Android denies the provider
   */
  public static String checkProvider(Uri uri, String method) {
    PhoneState phone = state;
    if (phone == null) return ALL_ROWS;
    Caller caller = Caller.ofThisCall();
    if (caller == Caller.PHONE) return ALL_ROWS;
    for (ProviderRule line : providerRules) {
      if (!line.covers(uri, method) || !Conditions.applies(line.rule, phone, new Object[0], true)) continue;
      boolean met = Conditions.met(line.rule, phone);
      Object rows = line.rule.effect().get("rows");
      note(caller, "ContentProvider." + method + "(" + line.authority + ")", line.rule.permission(), met || rows != null);
      if (met) continue;
      if (rows != null) return rows.toString();
      Effects.denyProvider(line.rule, method, uri, phone);
    }
    return ALL_ROWS;
  }

  /**
   * The check of a program that the app runs.
   *
   * @param words the program's name and arguments, a space between each two
   * @return null where it may run
   */
  public static Refusal checkCommand(String words) {
    PhoneState phone = state;
    if (phone == null) return null;
    for (CommandRule line : commandRules) {
      Matcher matcher = line.words.matcher(words);
      if (!matcher.matches() || !Conditions.applies(line.rule, phone, new Object[0], true)) continue;
      boolean met = Conditions.met(line.rule, phone);
      note(Caller.APP, "exec " + words.split(" ", 2)[0], line.rule.permission(), met);
      if (met) continue;
      String text = Effects.refusal(line.rule, matcher.groupCount() > 0 ? matcher.group(1) : "", phone);
      boolean isError = !"out".equals(line.rule.effect().get("to"));
      return new Refusal(text, isError, ((Number) line.rule.effect().get("exit")).intValue());
    }
    return null;
  }

  /** Whether the app sees another package: all of them before Android 11's rule or with its permission. */
  public static boolean seesPackage(String name) {
    PhoneState phone = state;
    if (phone == null || phone.targetSdk() < PackageVisibility.MIN_TARGET) return true;
    return phone.granted(Manifest.permission.QUERY_ALL_PACKAGES) || phone.sees(name);
  }

  /** Sensor readings reach the app only while it is on screen, from Android 9 on. */
  public static boolean mayReceiveSensors() {
    PhoneState phone = state;
    return phone == null || phone.inUse();
  }

  /** Fixes reach the app while it may have them: location permission held, and in background only with its own. */
  public static boolean mayReceiveLocation() {
    PhoneState phone = state;
    if (phone == null) return true;
    if (!phone.granted(Conditions.FINE_LOCATION) && !phone.granted(Conditions.COARSE_LOCATION)) return false;
    return phone.locationOn() && (phone.inUse() || phone.granted(Conditions.BACKGROUND_LOCATION));
  }

  /** The fix as an app with its present permissions receives it. */
  public static Location coarsenForApp(Location fix) {
    PhoneState phone = state;
    return phone == null || phone.granted(Conditions.FINE_LOCATION) ? fix : Transforms.coarsen(fix);
  }

  private static void note(Caller caller, String api, String permission, boolean allowed) {
    AccessLog to = log;
    if (to != null && caller == Caller.APP) to.add(api, permission, allowed);
  }
}
