package virtualhandset.convert;

/** A file that cannot be converted, with a stable code for the caller (see PROTOCOL.md). */
final class ConvertException extends Exception {
  private static final long serialVersionUID = 1L;

  final String code;

  ConvertException(String code, String message) {
    super(message);
    this.code = code;
  }

  ConvertException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }
}
