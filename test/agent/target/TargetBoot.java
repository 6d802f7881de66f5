package target;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.robolectric.android.AndroidSdkShadowMatcher;
import org.robolectric.annotation.Config;
import org.robolectric.annotation.LooperMode;
import org.robolectric.annotation.ResourcesMode;
import org.robolectric.annotation.SQLiteMode;
import org.robolectric.annotation.experimental.LazyApplication;
import org.robolectric.config.AndroidConfigurer;
import org.robolectric.interceptors.AndroidInterceptors;
import org.robolectric.internal.AndroidSandbox;
import org.robolectric.internal.SandboxManager;
import org.robolectric.internal.ShadowProvider;
import org.robolectric.internal.bytecode.ClassHandlerBuilder;
import org.robolectric.internal.bytecode.InstrumentationConfiguration;
import org.robolectric.internal.bytecode.Interceptors;
import org.robolectric.internal.bytecode.ShadowMap;
import org.robolectric.internal.bytecode.ShadowProviders;
import org.robolectric.manifest.AndroidManifest;
import org.robolectric.pluginapi.Sdk;
import org.robolectric.pluginapi.SdkProvider;
import org.robolectric.pluginapi.config.ConfigurationStrategy;
import org.robolectric.util.inject.Injector;

/** Real framework classes in one process, without a screen: enough to have something to hook. */
public final class TargetBoot {
  @Config(sdk = 34)
  @SQLiteMode(SQLiteMode.Mode.NATIVE)
  @LooperMode(LooperMode.Mode.PAUSED)
  @LazyApplication(LazyApplication.LazyLoad.ON)
  public static final class Modes {
    public void run() {}
  }

  private TargetBoot() {}

  public static void main(String[] args) throws Exception {
    System.setProperty("java.awt.headless", "true");
    System.setProperty("robolectric.logging.enabled", "false");
    Injector injector =
        new Injector.Builder(TargetBoot.class.getClassLoader()).bind(Properties.class, System.getProperties()).build();
    Sdk sdk = null;
    for (Sdk each : injector.getInstance(SdkProvider.class).getSdks()) {
      if (each.getApiLevel() == 34) sdk = each;
    }
    ConfigurationStrategy.Configuration modes =
        injector.getInstance(ConfigurationStrategy.class).getConfig(Modes.class, Modes.class.getMethod("run"));
    Interceptors interceptors = new Interceptors(AndroidInterceptors.all());
    InstrumentationConfiguration.Builder builder = InstrumentationConfiguration.newBuilder();
    injector.getInstance(AndroidConfigurer.class).configure(builder, interceptors);
    AndroidSandbox sandbox =
        injector
            .getInstance(SandboxManager.SandboxBuilder.class)
            .build(builder.build(), sdk, sdk, ResourcesMode.Mode.BINARY, SQLiteMode.Mode.NATIVE);
    ShadowMap shadows = injector.getInstance(ShadowProviders.class).getBaseShadowMap().newBuilder().build();
    sandbox.replaceShadowMap(shadows);
    sandbox.configure(
        injector.getInstance(ClassHandlerBuilder.class).build(shadows, new AndroidSdkShadowMatcher(34), interceptors),
        interceptors);
    AndroidManifest manifest =
        new AndroidManifest(Path.of(args[1]), null, null, List.of(), "com.example.target", Path.of(args[0]));
    sandbox.runOnMainThread(() -> sandbox.getTestEnvironment().setUpApplicationState("target", modes, manifest));
    sandbox.runOnMainThread(
        () -> {
          try {
            sandbox.bootstrappedClass(Class.forName("com.example.target.Commands", false, TargetBoot.class.getClassLoader()))
                .getMethod("main").invoke(null);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
