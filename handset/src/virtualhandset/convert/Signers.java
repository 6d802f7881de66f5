package virtualhandset.convert;

import com.android.apksig.ApkVerifier;
import com.android.apksig.apk.ApkFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Who signed an APK, checked with the platform's own signature library (schemes 1 to 3). */
final class Signers {
  /** SHA-256 of the signing certificates in hexadecimal. */
  final List<String> certificates;
  /** {@code verified}, or why the signature does not hold. */
  final String outcome;

  private Signers(List<String> certificates, String outcome) {
    this.certificates = certificates;
    this.outcome = outcome;
  }

  /** Verifies {@code apk} the way a phone would at installation. */
  static Signers of(Path apk) {
    try {
      ApkVerifier.Result result = new ApkVerifier.Builder(apk.toFile()).build().verify();
      List<String> certificates = new ArrayList<>();
      for (X509Certificate certificate : result.getSignerCertificates()) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        certificates.add(HexFormat.of().formatHex(digest));
      }
      if (result.isVerified()) {
        return new Signers(certificates, "verified");
      }
      String reason = result.getAllErrors().isEmpty() ? "not signed" : result.getAllErrors().get(0).toString();
      return new Signers(certificates, reason);
    } catch (IOException | ApkFormatException | NoSuchAlgorithmException | CertificateEncodingException e) {
      return new Signers(List.of(), "not verifiable: " + e.getMessage());
    } catch (RuntimeException e) {
      // The library asserts on some damaged files; the file is then unsigned for every purpose here.
      return new Signers(List.of(), "not verifiable: " + e);
    }
  }
}
