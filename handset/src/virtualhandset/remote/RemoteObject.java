package virtualhandset.remote;

import android.os.Parcel;

/** An object in another process of the phone, as far as its callers can tell. */
public interface RemoteObject {
  /** The interface it offers, as in the token at the head of every call. */
  String descriptor();

  /**
   * Answers one call; {@code data} stands behind the token.
   *
   * @return false when there is no such call
   * @throws SecurityException which the caller receives, as any exception of these kinds that a Parcel carries
   */
  boolean answer(int code, Parcel data, Parcel reply);
}
