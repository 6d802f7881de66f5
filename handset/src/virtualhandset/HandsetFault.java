package virtualhandset;

/** An error that a caller of the process can act on; {@code code} is stable. */
public final class HandsetFault extends RuntimeException {
  private final String code;

  public HandsetFault(String code, String message) {
    super(message);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
