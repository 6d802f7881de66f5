/** Texts an app may choose to hurt a store, a terminal, a page, a table, a path or a parser. */
export const HOSTILE_TEXTS: readonly string[] = [
  "", " ", "\0", "a\0b", "\u0001\u0002\u001f", "\u007f\u0080\u009f", "\r\n\r\nHTTP/1.1 200 OK", "\t\v\f\b",
  "\ud800", "\udfff", "\udc00\ud800", "a\ud83d", "\ud83d\ude00", "\ufffe\uffff", "\ufeffstart", "\u2028\u2029",
  "\u202eevil\u202c", "\u2066\u2067\u2068\u2069", "\u200b\u200c\u200d\u2060", "\u00ad", "e\u0301".repeat(50), "\u0300".repeat(200),
  "</script><img src=x onerror=alert(1)>", "<!--", "]]>", "<![CDATA[", "&lt;&amp;&#0;", "javascript:alert(1)", "${7*7}", "{{7*7}}", "#{7*7}",
  "' OR 1=1--", "'; DROP TABLE accesses;--", "\"; ATTACH DATABASE '/tmp/x' AS y;--", "%", "_", "\\", "\\\\", "\\u0000", "\\ud800", "\\x00",
  "=cmd|' /C calc'!A0", "+1+1", "-1-1", "@SUM(1)", "\u001b[2J\u001b[31m", "\u001b]8;;http://evil/\u0007click\u001b]8;;\u0007", "\u0007",
  "../../../../etc/passwd", "..\\..\\windows", "/dev/null", "CON", "a/b", "C:\\x", "file:///etc/passwd", "~", "$(reboot)", "`reboot`", "| cat",
  "@everyone", "![x](http://evil/x.png)", "[a](javascript:1)", "__proto__", "constructor", "toString", "1e309", "NaN", "-0", "9007199254740993",
  "null", "true", "[]", "{}", '{"a":', '"', "'", "\u540c\u610f\u5e76\u7ee7\u7eed", "\u062a\u0637\u0628\u064a\u0642", "\ud842\udfb7", "%s%n%x", "A".repeat(4096),
]; // prettier-ignore
