package virtualhandset;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.robolectric.android.AndroidSdkShadowMatcher;
import org.robolectric.annotation.ResourcesMode;
import org.robolectric.annotation.SQLiteMode;
import org.robolectric.config.AndroidConfigurer;
import org.robolectric.interceptors.AndroidInterceptors;
import org.robolectric.internal.AndroidSandbox;
import org.robolectric.internal.SandboxManager;
import org.robolectric.internal.bytecode.ClassHandler;
import org.robolectric.internal.bytecode.ClassHandlerBuilder;
import org.robolectric.internal.bytecode.InstrumentationConfiguration;
import org.robolectric.internal.bytecode.Interceptor;
import org.robolectric.internal.bytecode.Interceptors;
import org.robolectric.internal.bytecode.ShadowMap;
import org.robolectric.internal.bytecode.ShadowProviders;
import org.robolectric.manifest.AndroidManifest;
import org.robolectric.pluginapi.Sdk;
import org.robolectric.pluginapi.SdkProvider;
import org.robolectric.pluginapi.config.ConfigurationStrategy;
import org.robolectric.util.inject.Injector;
import virtualhandset.host.HostCalls;
import virtualhandset.host.PhoneFiles;
import virtualhandset.policy.PolicyClassHandler;
import virtualhandset.shadow.HandsetShadows;

/**
 * Builds the Android sandbox and hands the main thread over to {@link HandsetProcess} inside it. This class and what
 * it names run outside the sandbox; the framework and the app only exist inside.
 */
final class SandboxBoot {
  /** Classes without Android in them that both sides of the sandbox share, statics included. */
  private static final List<Class<?>> SHARED =
      List.of(
          HandsetConfig.class,
          HandsetFault.class,
          HostCalls.class,
          HostCalls.Files.class,
          HostCalls.Interfaces.class,
          HostCalls.Programs.class,
          HostGuard.class,
          Json.class,
          PhoneFiles.class,
          ProcessEnd.class,
          StandardStreams.class);

  private SandboxBoot() {}

  /** Boots and runs the process; returns only by an exception. */
  static void run(HandsetConfig config, StandardStreams streams) throws Exception {
    System.setProperty("java.awt.headless", "true");
    System.setProperty("org.bouncycastle.rsa.max_mr_tests", "0");
    System.setProperty("robolectric.logging.enabled", "false");

    Injector injector =
        new Injector.Builder(SandboxBoot.class.getClassLoader())
            .bind(Properties.class, System.getProperties())
            .bind(AndroidSandbox.TestEnvironmentSpec.class, new AndroidSandbox.TestEnvironmentSpec(Environment.class))
            .build();
    Sdk sdk = sdk(injector, config.apiLevel());
    BootConfiguration boot = new BootConfiguration(injector.getInstance(ConfigurationStrategy.class), config);
    List<Interceptor> intercepted = new ArrayList<>(AndroidInterceptors.all());
    intercepted.add(new WallClockInterceptor());
    Interceptors interceptors = new Interceptors(intercepted);
    ShadowMap shadows =
        injector.getInstance(ShadowProviders.class).getBaseShadowMap().newBuilder()
            .addShadowClasses(HandsetShadows.CLASSES)
            .build();

    InstrumentationConfiguration.Builder instrumentation = InstrumentationConfiguration.newBuilder();
    injector.getInstance(AndroidConfigurer.class).configure(instrumentation, interceptors);
    for (Class<?> shared : SHARED) instrumentation.doNotAcquireClass(shared.getName());
    AndroidSandbox sandbox =
        injector
            .getInstance(SandboxManager.SandboxBuilder.class)
            .build(instrumentation.build(), sdk, sdk, ResourcesMode.Mode.BINARY, SQLiteMode.Mode.NATIVE);
    sandbox.replaceShadowMap(shadows);
    ClassHandler handler =
        injector
            .getInstance(ClassHandlerBuilder.class)
            .build(shadows, new AndroidSdkShadowMatcher(sdk.getApiLevel()), interceptors);
    sandbox.configure(withPolicy(handler, config), interceptors);

    AndroidManifest manifest =
        new AndroidManifest(config.path("manifest"), null, null, List.of(), config.packageName(), config.path("apk"));
    sandbox.runOnMainThread(
        () -> {
          Thread.currentThread().setName("main");
          sandbox.getTestEnvironment().setUpApplicationState("handset", boot, manifest);
        });
    sandbox.runOnMainThread(
        () -> {
          try {
            sandbox
                .bootstrappedClass(HandsetProcess.class)
                .getMethod("run", HandsetConfig.class, StandardStreams.class)
                .invoke(null, config, streams);
          } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static Sdk sdk(Injector injector, int apiLevel) {
    for (Sdk sdk : injector.getInstance(SdkProvider.class).getSdks()) {
      if (sdk.getApiLevel() == apiLevel) return sdk;
    }
    throw new HandsetFault("unsupported-api-level", "no framework for API level " + apiLevel);
  }

  /** Puts the platform policy in front of the framework where the process has one. */
  private static ClassHandler withPolicy(ClassHandler handler, HandsetConfig config) {
    if (config.raw().get("policy") == null) return handler;
    return PolicyClassHandler.wrap(handler, config.path("policy"), config.apiLevel());
  }
}
