#include "rules_engine/claim.h"

#include <algorithm>
#include <cstring>

namespace scrubline {
namespace {

// The first block is small, for the many claims that are kept as examples; each further one doubles
// what the claim has, up to the second number.
constexpr size_t kFirstBlockBytes = 128;
constexpr size_t kBlockBytes = 4096;

bool Equal(const Provider& a, const Provider& b) {
  return a.npi == b.npi && a.taxonomy_code == b.taxonomy_code && a.tax_id == b.tax_id &&
         a.specialty_code == b.specialty_code && a.state == b.state && a.zip == b.zip &&
         a.entity_type == b.entity_type;
}

}  // namespace

const LineDraft* Claim::DraftOf(size_t line) const {
  for (const LineDraft& draft : line_drafts) {
    if (static_cast<size_t>(draft.line) == line) return &draft;
  }
  return nullptr;
}

ProviderIndex Claim::AddProvider(const Provider& provider) {
  for (size_t i = 0; i < providers.size(); ++i) {
    if (Equal(providers[i], provider)) return static_cast<ProviderIndex>(i);
  }
  providers.push_back(provider);
  return static_cast<ProviderIndex>(providers.size() - 1);
}

std::string_view Claim::Keep(std::string_view text) {
  if (text.empty()) return {};
  while (block_ < blocks_.size() && blocks_[block_].size - used_ < text.size()) {
    ++block_;
    used_ = 0;
  }
  if (block_ == blocks_.size()) {
    const size_t grown = blocks_.empty() ? kFirstBlockBytes : 2 * blocks_.back().size;
    const size_t size = std::max(std::min(grown, kBlockBytes), text.size());
    blocks_.push_back({std::make_unique<char[]>(size), size});
  }
  char* to = blocks_[block_].bytes.get() + used_;
  std::memcpy(to, text.data(), text.size());
  used_ += text.size();
  return {to, text.size()};
}

void Claim::Clear() {
  // Keeps the capacity of each vector and the arena's blocks, and resets all else to a new claim's
  // values.
  Claim fresh;
  const auto reuse = [](auto& into, auto& from) {
    from.clear();
    into.swap(from);
  };
  reuse(fresh.condition_codes, condition_codes);
  reuse(fresh.occurrences, occurrences);
  reuse(fresh.occurrence_spans, occurrence_spans);
  reuse(fresh.value_codes, value_codes);
  reuse(fresh.authorizations, authorizations);
  reuse(fresh.authorization_codes, authorization_codes);
  reuse(fresh.other_payers, other_payers);
  reuse(fresh.accumulators, accumulators);
  reuse(fresh.line_drafts, line_drafts);
  reuse(fresh.diagnoses, diagnoses);
  reuse(fresh.service_lines, service_lines);
  reuse(fresh.history, history);
  reuse(fresh.providers, providers);
  reuse(fresh.unreadable, unreadable);
  fresh.blocks_.swap(blocks_);
  *this = std::move(fresh);
}

bool Claim::Replaces(const HistoryLine& earlier) const {
  if (frequency_code != Code::Of("7") || original_reference_number.empty()) return false;
  return earlier.payer_control_number == original_reference_number ||
         earlier.claim_id == original_reference_number;
}

}  // namespace scrubline
