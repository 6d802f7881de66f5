package cn.xunji.checkup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/** What a program prints. */
final class Shell {
  interface Start {
    Process run() throws IOException;
  }

  private Shell() {}

  /** The first line, or "" where the phone refuses. */
  static String firstLine(Start start) {
    try {
      Process process = start.run();
      try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
        String line = lines.readLine();
        return line == null ? "" : line;
      } finally {
        process.destroy();
      }
    } catch (IOException | SecurityException refused) {
      return "";
    }
  }
}
