package virtualhandset.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The {@code -javaagent} of the handset process: turns Java's file and process classes to {@link HostCalls}. */
public final class HostAgent {
  private static final String[] BOOT_NAMES = {"HostCalls", "HostCalls$Files", "HostCalls$Programs", "HostCalls$Interfaces"};

  private HostAgent() {}

  /** Called by the JVM before {@code main}. */
  public static void premain(String arguments, Instrumentation instrumentation) throws Exception {
    instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(bootJar().toFile()));
    HostRewrite rewrite = new HostRewrite();
    instrumentation.addTransformer(rewrite, true);
    for (String name : HostRewrite.TARGETS) {
      instrumentation.retransformClasses(Class.forName(name.replace('/', '.'), false, null));
    }
    instrumentation.removeTransformer(rewrite);
    rewrite.requireAll();
  }

  /** A jar with nothing but the classes that belong to the boot class loader. */
  private static Path bootJar() throws IOException {
    Path jar = Files.createTempFile("host-calls", ".jar");
    try (OutputStream file = Files.newOutputStream(jar); ZipOutputStream zip = new ZipOutputStream(file)) {
      for (String name : BOOT_NAMES) {
        String entry = "virtualhandset/host/" + name + ".class";
        zip.putNextEntry(new ZipEntry(entry));
        try (InputStream bytes = HostAgent.class.getClassLoader().getResourceAsStream(entry)) {
          bytes.transferTo(zip);
        }
        zip.closeEntry();
      }
    }
    return jar;
  }
}
