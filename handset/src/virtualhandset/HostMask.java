package virtualhandset;

import java.lang.reflect.Field;
import java.util.Map;

/** Replaces what the JVM tells about the machine that it runs on by what Android's runtime tells. */
final class HostMask {
  private static final Map<String, String> PROPERTIES =
      Map.ofEntries(
          Map.entry("user.name", "root"),
          Map.entry("user.home", ""),
          Map.entry("user.dir", "/"),
          Map.entry("os.version", "5.10.157-android13-4"),
          Map.entry("os.arch", "aarch64"),
          Map.entry("java.vendor", "The Android Project"),
          Map.entry("java.vendor.url", "http://www.android.com/"),
          Map.entry("java.version", "0"),
          Map.entry("java.class.path", "."),
          Map.entry("java.library.path", "/system/lib64:/system_ext/lib64:/vendor/lib64"),
          Map.entry("java.vm.name", "Dalvik"),
          Map.entry("java.vm.vendor", "The Android Project"),
          Map.entry("java.vm.version", "2.1.0"),
          Map.entry("java.specification.name", "Dalvik Core Library"),
          Map.entry("java.specification.vendor", "The Android Project"),
          Map.entry("java.specification.version", "0.9"),
          Map.entry("java.runtime.name", "Android Runtime"),
          Map.entry("java.runtime.version", "0.9"));

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PATH", "/product/bin:/apex/com.android.runtime/bin:/system/bin:/vendor/bin",
          "ANDROID_ROOT", "/system",
          "ANDROID_DATA", "/data",
          "ANDROID_STORAGE", "/storage",
          "EXTERNAL_STORAGE", "/sdcard");

  private HostMask() {}

  /** Call when everything that needs the real values (native libraries, the framework) is loaded. */
  static void apply() {
    PROPERTIES.forEach(System::setProperty);
    try {
      Field environment = Class.forName("java.lang.ProcessEnvironment").getDeclaredField("theUnmodifiableEnvironment");
      environment.setAccessible(true);
      setStaticFinal(environment, ENVIRONMENT);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("environment of the host stays visible", e);
    }
  }

  @SuppressWarnings("removal")
  private static void setStaticFinal(Field field, Object value) throws ReflectiveOperationException {
    Field unsafeField = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
    unsafeField.setAccessible(true);
    sun.misc.Unsafe unsafe = (sun.misc.Unsafe) unsafeField.get(null);
    unsafe.putObject(unsafe.staticFieldBase(field), unsafe.staticFieldOffset(field), value);
  }
}
