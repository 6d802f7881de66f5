package virtualhandset.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.robolectric.internal.bytecode.ClassHandler;
import org.robolectric.internal.bytecode.ShadowWrangler;
import org.robolectric.internal.bytecode.ShadowedObject;
import virtualhandset.Json;

/**
 * Puts the platform policy between the app and the framework: every framework method that a rule of the policy file
 * names is bound to its usual code with a check in front. Lives in the outer class loader; the check itself ({@link
 * Gate}) runs in the sandbox and is found through the class that is being bound.
 */
public final class PolicyClassHandler implements ClassHandler {
  private static final String GATE = "virtualhandset.policy.Gate";

  private final ClassHandler delegate;
  private final Map<String, List<Map<String, Object>>> rules;

  private PolicyClassHandler(ClassHandler delegate, Map<String, List<Map<String, Object>>> rules) {
    this.delegate = delegate;
    this.rules = rules;
  }

  /**
   * @param delegate the framework's usual handler
   * @param policyFile {@code platform-policy.json}
   * @param apiLevel the Android API level that is played
   * @throws IllegalArgumentException when the file is not a policy file
   */
  public static ClassHandler wrap(ClassHandler delegate, Path policyFile, int apiLevel) {
    Map<String, List<Map<String, Object>>> byMethod = new HashMap<>();
    for (Map<String, Object> rule : read(policyFile)) {
      if (Boolean.FALSE.equals(rule.get("enforced")) || !covers(rule, apiLevel)) continue;
      if (!(rule.get("class") instanceof String type) || !(rule.get("method") instanceof String method)) continue;
      byMethod.computeIfAbsent(type + "#" + method, k -> new ArrayList<>()).add(rule);
    }
    return new PolicyClassHandler(delegate, byMethod);
  }

  /** All rules of a policy file, in order. */
  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> read(Path policyFile) {
    try {
      if (Json.parseObject(Files.readString(policyFile)).get("rules") instanceof List<?> list) {
        return (List<Map<String, Object>>) list;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("platform policy " + policyFile, e);
    }
    throw new IllegalArgumentException("no rules in platform policy " + policyFile);
  }

  /** A rule holds from {@code minApi} to {@code maxApi}, both inclusive and optional. */
  static boolean covers(Map<String, Object> rule, int apiLevel) {
    return !(rule.get("minApi") instanceof Number min && apiLevel < min.intValue())
        && !(rule.get("maxApi") instanceof Number max && apiLevel > max.intValue());
  }

  @Override
  public MethodHandle findShadowMethodHandle(
      Class<?> type, String name, MethodType signature, boolean isStatic, boolean isNative)
      throws IllegalAccessException {
    MethodHandle usual = delegate.findShadowMethodHandle(type, name, signature, isStatic, isNative);
    List<Map<String, Object>> covering = rules.get(type.getName() + "#" + name);
    if (covering == null) return usual;
    MethodHandle code = plain(usual, type, name, signature, isStatic);
    try {
      Class<?> gate = Class.forName(GATE, true, type.getClassLoader());
      MethodType shape = MethodType.methodType(
          MethodHandle.class, List.class, String.class, String.class, MethodHandle.class, boolean.class);
      return (MethodHandle) MethodHandles.publicLookup().findStatic(gate, "guard", shape)
          .invoke(covering, type.getName(), name, code, isStatic);
    } catch (Throwable e) {
      throw new IllegalStateException("no policy check for " + type.getName() + "." + name, e);
    }
  }

  /** The usual code as a handle that takes exactly the arguments of the call, receiver first. */
  private static MethodHandle plain(MethodHandle usual, Class<?> type, String name, MethodType signature, boolean isStatic)
      throws IllegalAccessException {
    if (usual == null) return original(type, name, signature, isStatic);
    if (usual == ShadowWrangler.DO_NOTHING) {
      return MethodHandles.empty(signature);
    }
    Class<?> first = isStatic ? null : usual.type().parameterType(0);
    if (first == null || first == type || first == signature.parameterType(0)) return usual.asType(signature);
    try {
      MethodHandle shadowOf = MethodHandles.publicLookup()
          .findVirtual(ShadowedObject.class, "$$robo$getData", MethodType.methodType(Object.class));
      MethodHandle filter = shadowOf.asType(MethodType.methodType(first, signature.parameterType(0)));
      return MethodHandles.filterArguments(usual, 0, filter).asType(signature);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("framework objects without a shadow field", e);
    }
  }

  /** The framework's own code of a method, which the instrumented jar keeps under a longer name. */
  private static MethodHandle original(Class<?> type, String name, MethodType signature, boolean isStatic)
      throws IllegalAccessException {
    String kept = "$$robo$$" + type.getName().replace('.', '_').replace('$', '_') + "$" + name;
    MethodType wanted = isStatic ? signature : signature.dropParameterTypes(0, 1);
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(kept) && MethodType.methodType(method.getReturnType(), method.getParameterTypes()).equals(wanted)) {
        method.setAccessible(true);
        return MethodHandles.lookup().unreflect(method).asType(signature);
      }
    }
    throw new IllegalStateException("no code kept for " + type.getName() + "." + name + wanted);
  }

  @Override
  public void classInitializing(Class<?> type) {
    delegate.classInitializing(type);
  }

  @Override
  public MethodHandle getShadowCreator(Class<?> type) {
    return delegate.getShadowCreator(type);
  }

  @Override
  public Object intercept(String signature, Object instance, Object[] parameters, Class<?> type) throws Throwable {
    return delegate.intercept(signature, instance, parameters, type);
  }

  @Override
  public <T extends Throwable> T stripStackTrace(T throwable) {
    return delegate.stripStackTrace(throwable);
  }
}
