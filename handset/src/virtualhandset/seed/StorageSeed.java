package virtualhandset.seed;

import android.graphics.Bitmap;
import android.graphics.Color;
import android.os.Environment;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.robolectric.shadows.ShadowEnvironment;

/** Shared storage ({@code /sdcard}) with the photos of the seed under DCIM/Camera. */
final class StorageSeed {
  private static final int PHOTO_SIDE_PX = 64;

  private StorageSeed() {}

  static void apply(SeedValues seed, Path deviceDir) {
    Path shared = deviceDir.resolve("sdcard");
    try {
      for (String name : new String[] {"DCIM/Camera", "Pictures", "Download", "Documents", "Music", "Movies"}) {
        Files.createDirectories(shared.resolve(name));
      }
      ShadowEnvironment.setExternalStorageDirectory(shared);
      ShadowEnvironment.setExternalStorageState(Environment.MEDIA_MOUNTED);
      for (SeedValues photo : seed.list("photos")) {
        Path file = photoFile(deviceDir, photo.text("name")).toPath();
        if (!Files.exists(file)) writePhoto(file, photo.text("name").hashCode());
      }
      for (SeedValues video : seed.list("videos")) placeholder(photoFile(deviceDir, video.text("name")));
      for (SeedValues song : seed.list("music")) placeholder(musicFile(deviceDir, song.text("name")));
    } catch (IOException e) {
      throw new UncheckedIOException("shared storage " + shared, e);
    }
  }

  /** The file of a seeded photo; the last part of the name only, so that a seed cannot leave the camera folder. */
  static File photoFile(Path deviceDir, String name) {
    return deviceDir.resolve("sdcard/DCIM/Camera").resolve(new File(name).getName()).toFile();
  }

  static File musicFile(Path deviceDir, String name) {
    return deviceDir.resolve("sdcard/Music").resolve(new File(name).getName()).toFile();
  }

  /** A file of the right name; what is in it is not playable. */
  private static void placeholder(File file) throws IOException {
    if (!file.exists()) Files.writeString(file.toPath(), file.getName());
  }

  private static void writePhoto(Path file, int colour) throws IOException {
    Bitmap picture = Bitmap.createBitmap(PHOTO_SIDE_PX, PHOTO_SIDE_PX, Bitmap.Config.ARGB_8888);
    picture.eraseColor(Color.rgb(colour >> 16 & 255, colour >> 8 & 255, colour & 255));
    try (OutputStream out = Files.newOutputStream(file)) {
      picture.compress(Bitmap.CompressFormat.JPEG, 90, out);
    }
  }
}
