package virtualhandset.shell;

import java.io.IOException;

/** A program of the phone. */
interface Tool {
  /** Runs to its end; returns the exit code. */
  int run(Job job) throws IOException;
}
