#include "rules_engine/resolve/content_hash.h"

#include <openssl/evp.h>

#include <memory>
#include <string_view>

namespace scrubline {

std::string ContentHash(std::span<const ParsedRuleset> rulesets) {
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(),
                                                                   EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  const auto add = [&context](std::string_view text) {
    // The length first, so that no two lists of texts run together into the same bytes.
    const std::string length = std::to_string(text.size()) + ":";
    EVP_DigestUpdate(context.get(), length.data(), length.size());
    EVP_DigestUpdate(context.get(), text.data(), text.size());
  };
  for (const ParsedRuleset& ruleset : rulesets) {
    const std::string& directory = ruleset.directory;
    add(std::string_view(directory).substr(directory.rfind('/') + 1));
    for (const ParsedRuleset::File& file : ruleset.files) {
      add(std::string_view(file.source->path()).substr(directory.size()));
      add(file.source->text());
    }
  }
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_DigestFinal_ex(context.get(), digest, &size);
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    text += kDigits[digest[i] >> 4];
    text += kDigits[digest[i] & 15];
  }
  return text;
}

}  // namespace scrubline
