package virtualhandset.convert;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The APK as a zip file. Sizes are counted while unpacking, never taken from the file's own
 * headers, because the file comes from a stranger.
 */
final class ApkArchive implements AutoCloseable {
  /** A phone refuses more: zip64 is not accepted for APKs. */
  private static final int MAX_ENTRIES = 65_535;
  private static final long MAX_MANIFEST_BYTES = 16L << 20;
  private static final long MAX_DEX_BYTES = 256L << 20;
  /** All dex files together; the largest stores' apps have about 40 files of 10 MB. */
  private static final long MAX_ALL_DEX_BYTES = 768L << 20;

  final Path path;
  private final ZipFile zip;

  private ApkArchive(Path path, ZipFile zip) {
    this.path = path;
    this.zip = zip;
  }

  /** Opens {@code path}; throws {@code not-an-apk} or {@code too-large}. */
  static ApkArchive open(Path path) throws ConvertException {
    if (!Files.isRegularFile(path)) {
      throw new ConvertException("not-an-apk", path + " is not a file");
    }
    ZipFile zip;
    try {
      zip = new ZipFile(path.toFile());
    } catch (ZipException e) {
      throw new ConvertException("not-an-apk", path + " is not a zip archive: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ConvertException("not-an-apk", path + " cannot be read: " + e.getMessage(), e);
    }
    ApkArchive apk = new ApkArchive(path, zip);
    if (zip.size() > MAX_ENTRIES) {
      apk.close();
      throw new ConvertException("too-large", path + " has " + zip.size() + " entries, more than " + MAX_ENTRIES);
    }
    return apk;
  }

  /** Names of all entries, sorted. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    zip.stream().map(ZipEntry::getName).sorted().forEach(names::add);
    return names;
  }

  /** Bytes of the binary manifest; throws {@code no-manifest} when there is none. */
  byte[] manifest() throws ConvertException {
    if (zip.getEntry("AndroidManifest.xml") == null) {
      throw new ConvertException("no-manifest", path + " has no AndroidManifest.xml, so it is not an app");
    }
    return read("AndroidManifest.xml", MAX_MANIFEST_BYTES, "no-manifest");
  }

  /** Names of the dex files in the order Android loads them: classes.dex, classes2.dex, ... */
  List<String> dexNames() {
    return names().stream()
        .filter(name -> name.matches("classes([2-9]|[1-9][0-9]+)?\\.dex"))
        .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /** Bytes of all dex files in load order. */
  List<byte[]> dexFiles() throws ConvertException {
    List<byte[]> files = new ArrayList<>();
    long left = MAX_ALL_DEX_BYTES;
    for (String name : dexNames()) {
      byte[] bytes = read(name, Math.min(left, MAX_DEX_BYTES), "corrupt-dex");
      left -= bytes.length;
      files.add(bytes);
    }
    return files;
  }

  /** SHA-256 of the whole file in hexadecimal. */
  String sha256() throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private byte[] read(String name, long limit, String codeWhenDamaged) throws ConvertException {
    ZipEntry entry = zip.getEntry(name);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = zip.getInputStream(entry)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (out.size() + (long) n > limit) {
          throw new ConvertException("too-large", name + " unpacks to more than " + limit + " bytes");
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      throw new ConvertException(codeWhenDamaged, name + " cannot be unpacked: " + e.getMessage(), e);
    }
    return out.toByteArray();
  }

  @Override
  public void close() throws ConvertException {
    try {
      zip.close();
    } catch (IOException e) {
      throw new ConvertException("not-an-apk", path + " cannot be closed: " + e.getMessage(), e);
    }
  }
}
