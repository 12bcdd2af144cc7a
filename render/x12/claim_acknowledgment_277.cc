#include "render/x12/claim_acknowledgment_277.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "ingest/x12/values.h"

namespace scrubline {
namespace {

constexpr std::string_view kVersion = "005010X214";
constexpr std::string_view kUnreadable = "INPUT.UNREADABLE";
constexpr size_t kMaxText = 264;  // STC12
constexpr size_t kMaxId = 80;
constexpr size_t kMaxName = 60;
constexpr size_t kMaxReference = 50;
constexpr uint64_t kSubmitterLevel = 2;  // HL01; the source's is 1

StatusCodes Codes(StatusTriple first, StatusTriple second = {}) {
  return {.triples = {first, second, {}}, .issue = "informational"};
}

// Of a charge as sent; what is no amount counts nothing.
int64_t CentsOf(std::string_view charge) { return ParseDecimal(charge, 2).value_or(0); }

std::string Period(std::string_view from, std::string_view through) {
  std::string text(from);
  if (!through.empty() && through != from) text.append("-").append(through);
  return text;
}

// The claim's days, or those of its lines where the claim's could not be read.
std::pair<std::string_view, std::string_view> ServicePeriod(const X12ClaimSource& source) {
  if (!source.service_from.empty()) return {source.service_from, source.service_through};
  std::string_view from, through;
  for (const X12ClaimSource::Line& line : source.lines) {
    if (line.service_from.empty()) continue;
    if (from.empty() || line.service_from < from) from = line.service_from;
    through =
        std::max(through, std::max<std::string_view>(line.service_from, line.service_through));
  }
  return {from, through};
}

// Those that `codes` does not hold yet, as far as it has room.
void AddTriples(const StatusCodes& more, StatusCodes& codes) {
  for (const StatusTriple& triple : more.triples) {
    if (triple.empty()) return;
    for (StatusTriple& slot : codes.triples) {
      if (slot == triple) break;
      if (!slot.empty()) continue;
      slot = triple;
      break;
    }
  }
}

// The index that a path such as `service_lines[2].units` names.
std::optional<size_t> LineIndex(std::string_view field) {
  constexpr std::string_view kList = "service_lines[";
  if (!field.starts_with(kList)) return std::nullopt;
  field.remove_prefix(kList.size());
  const auto index = ParseWhole(field.substr(0, field.find(']')));
  if (!index.has_value()) return std::nullopt;
  return static_cast<size_t>(*index);
}

// The reader numbers a line by its LX01, or by its place where that is no number of its own.
std::optional<size_t> LineNumbered(const X12ClaimSource& source, int32_t number) {
  for (size_t i = 0; i < source.lines.size(); ++i) {
    if (ParseWhole(source.lines[i].number) == number) return i;
  }
  const auto place = static_cast<size_t>(number) - 1;
  if (number < 1 || place >= source.lines.size()) return std::nullopt;
  return place;
}

}  // namespace

ClaimAcknowledgmentWriter::ClaimAcknowledgmentWriter(ClaimAcknowledgmentSettings settings,
                                                     AnswerEnvelope envelope, AnswerSink sink)
    : settings_(std::move(settings)),
      envelope_settings_(std::move(envelope)),
      sink_(std::move(sink)),
      out_(text_),
      envelope_(out_, envelope_settings_.first_control_number) {}

void ClaimAcknowledgmentWriter::OnEvent(const X12Event& event) {
  std::visit([this](const auto& kind) { On(kind); }, event);
}

void ClaimAcknowledgmentWriter::On(const X12Interchange& interchange) {
  Finish();
  interchange_ = interchange;
  interchange_known_ = true;
}

void ClaimAcknowledgmentWriter::On(const X12Group& group) {
  envelope_.EndGroup();
  group_ = group;
}

void ClaimAcknowledgmentWriter::On(const X12Transaction& transaction) {
  transaction_open_ = transaction.set == "837";
  providers_.clear();
  totals_ = {};
  last_level_ = kSubmitterLevel;
  out_.ResetCount();
  now_ = envelope_settings_.now();
}

void ClaimAcknowledgmentWriter::On(const X12GroupEnd& /*end*/) {
  envelope_.EndGroup();
  group_ = {};
  HandOn();
}

void ClaimAcknowledgmentWriter::On(const X12InterchangeEnd& /*end*/) { Finish(); }

void ClaimAcknowledgmentWriter::Finish() {
  transaction_open_ = false;
  providers_.clear();
  envelope_.EndInterchange();
  interchange_known_ = false;
  group_ = {};
  HandOn();
}

void ClaimAcknowledgmentWriter::HandOn() {
  if (!text_.empty()) sink_(text_);
  text_.clear();
}

// ---- one claim

bool ClaimAcknowledgmentWriter::Rejects(const v1::Finding& finding) const {
  return finding.outcome() == v1::Finding::FIRED &&
         finding.severity() != v1::Finding::SEVERITY_UNSPECIFIED &&
         finding.severity() <= settings_.reject_from;
}

StatusCodes ClaimAcknowledgmentWriter::AcceptedCodes() const {
  if (settings_.accepted == ClaimAcknowledgmentSettings::Accepted::kReceived) {
    return Codes({"A1", "19", "PR"});
  }
  return Codes({"A2", "20", ""});
}

ClaimAcknowledgmentWriter::Judgement ClaimAcknowledgmentWriter::Judge(
    const X12ClaimSource& source, const v1::ScrubResult& result) const {
  Judgement judgement;
  const auto tell = [&judgement](const StatusCodes& codes, std::string_view text) {
    const auto same = [&](const Status& told) {
      return told.codes.triples == codes.triples && told.text == text;
    };
    if (std::none_of(judgement.statuses.begin(), judgement.statuses.end(), same)) {
      judgement.statuses.push_back({codes, text});
    }
  };
  for (const v1::Finding& finding : result.findings()) {
    if (!Rejects(finding)) continue;
    const StatusCodes codes = StatusOf(finding);
    tell(codes, finding.message());
    for (const int32_t number : finding.line_numbers()) {
      if (const auto line = LineNumbered(source, number)) judgement.lines.push_back({*line, codes});
    }
  }
  for (const v1::NotEvaluated& gap : result.not_evaluated()) {
    if (gap.rule_id() != kUnreadable) continue;
    const std::string_view field = UnreadableField(gap);
    const StatusCodes codes = StatusOfUnreadable(field);
    tell(codes, gap.reason());
    const auto line = LineIndex(field);
    if (line.has_value() && *line < source.lines.size()) judgement.lines.push_back({*line, codes});
  }
  judgement.rejected = !judgement.statuses.empty();
  if (judgement.rejected) {
    std::stable_sort(judgement.lines.begin(), judgement.lines.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
    return judgement;
  }
  const auto waits = std::find_if(result.not_evaluated().begin(), result.not_evaluated().end(),
                                  [](const v1::NotEvaluated& gap) { return gap.required(); });
  const bool incomplete = waits != result.not_evaluated().end() ||
                          result.verdict() == v1::ScrubResult::INCOMPLETE ||
                          result.verdict() == v1::ScrubResult::VERDICT_UNSPECIFIED;
  using Incomplete = ClaimAcknowledgmentSettings::Incomplete;
  if (!incomplete || settings_.incomplete == Incomplete::kAccepted) {
    judgement.statuses.push_back({AcceptedCodes(), {}});
    return judgement;
  }
  judgement.rejected = settings_.incomplete == Incomplete::kRejected;
  judgement.text = "NOT FULLY CHECKED";
  if (waits != result.not_evaluated().end()) {
    judgement.text += " " + waits->rule_id() + " " + waits->reason();
  }
  judgement.statuses.push_back(
      {judgement.rejected ? Codes({"A3", "46", ""}) : Codes({"A1", "19", "PR"}, {"A1", "46", ""}),
       judgement.text});
  return judgement;
}

ClaimAcknowledgmentWriter::Provider& ClaimAcknowledgmentWriter::ProviderOf(
    const X12ClaimSource& source) {
  if (providers_.empty() || providers_.back().level != source.billing_level) {
    providers_.push_back({.level = source.billing_level,
                          .number = ++last_level_,
                          .party = source.billing,
                          .tax_id = source.billing_tax_id});
  }
  return providers_.back();
}

void ClaimAcknowledgmentWriter::OnClaim(const X12ClaimSource& source,
                                        const v1::ScrubResult& result) {
  if (!transaction_open_) return;
  const Judgement judgement = Judge(source, result);
  const int64_t cents = CentsOf(source.total_charge);
  Provider& provider = ProviderOf(source);
  for (Totals* totals : {&totals_, &provider.totals}) {
    Total& total = judgement.rejected ? totals->rejected : totals->accepted;
    ++total.claims;
    total.cents += cents;
  }
  out_.WriteTo(provider.claims);
  WriteClaim(source, judgement, X12Money(cents), provider);
  out_.WriteTo(text_);  // the provider is gone before what comes next may be written
}

void ClaimAcknowledgmentWriter::WriteClaim(const X12ClaimSource& source, const Judgement& judgement,
                                           std::string_view charge, const Provider& provider) {
  out_.Begin("HL").Add(std::to_string(++last_level_)).Add(std::to_string(provider.number));
  out_.Add("PT").End();
  const X12Party& patient = source.patient;
  out_.Begin("NM1").Add("QC").Add("1");
  out_.Add(patient.last_name.empty() ? "UNKNOWN" : patient.last_name, kMaxName);
  out_.Add(patient.first_name, 35).Add(patient.middle_name, 25).Skip(2).Add("MI");
  out_.Add(source.subscriber_id.empty() ? "UNKNOWN" : source.subscriber_id, kMaxId).End();
  out_.Begin("TRN").Add("2").Add(source.claim_id.empty() ? "0" : source.claim_id, kMaxReference);
  out_.End();
  for (const Status& status : judgement.statuses) {
    WriteStatus(status.codes, now_.date, judgement.rejected, charge, status.text);
  }
  if (!settings_.claim_number_prefix.empty()) {
    out_.Begin("REF").Add("1K");
    out_.Add(settings_.claim_number_prefix + std::to_string(source.claim), kMaxReference).End();
  }
  if (!source.clearinghouse_trace.empty()) {
    out_.Begin("REF").Add("D9").Add(source.clearinghouse_trace, kMaxReference).End();
  }
  if (!source.type_of_bill.empty()) {
    out_.Begin("REF").Add("BLT").Add(source.type_of_bill, kMaxReference).End();
  }
  const auto [from, through] = ServicePeriod(source);
  WritePeriod(from, through);
  for (size_t i = 0; i < judgement.lines.size();) {
    const size_t line = judgement.lines[i].line;
    StatusCodes codes;
    for (; i < judgement.lines.size() && judgement.lines[i].line == line; ++i) {
      AddTriples(judgement.lines[i].codes, codes);
    }
    WriteLine(source.lines[line], line, codes);
  }
}

void ClaimAcknowledgmentWriter::WritePeriod(std::string_view from, std::string_view through) {
  if (from.empty()) return;
  const std::string period = Period(from, through);
  out_.Begin("DTP").Add("472").Add(period.size() > 8 ? "RD8" : "D8").Add(period).End();
}

void ClaimAcknowledgmentWriter::WriteLine(const X12ClaimSource::Line& line, size_t index,
                                          const StatusCodes& codes) {
  std::vector<std::string_view> procedure;
  for (std::string_view rest = line.procedure; !rest.empty();) {
    const size_t end = std::min(rest.find(':'), rest.size());
    // The service and its modifiers; not the description behind them.
    if (procedure.size() < 6) procedure.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  const bool has_code = procedure.size() > 1 && !procedure[1].empty();
  if (!has_code) {
    const std::string_view revenue = line.revenue_code;
    procedure = {"NU", revenue.empty() ? "UNKNOWN" : revenue};
  }
  out_.Begin("SVC").AddComposite(procedure).Add(X12Money(CentsOf(line.charge))).Skip(1);
  out_.Add(has_code ? line.revenue_code : "", 4).Skip(2).Add(line.units, 15).End();
  WriteStatus(codes, now_.date, /*rejected=*/true, {}, {});
  // Its own number, or LX01, or its place.
  std::string number = line.control_number.empty() ? line.number : line.control_number;
  if (number.empty()) number = std::to_string(index + 1);
  out_.Begin("REF").Add("FJ").Add(number, kMaxReference).End();
  WritePeriod(line.service_from, line.service_through);
}

void ClaimAcknowledgmentWriter::WriteStatus(const StatusCodes& codes, std::string_view date,
                                            bool rejected, std::string_view amount,
                                            std::string_view text) {
  const auto add = [this](const StatusTriple& triple) {
    out_.AddComposite({triple.category, triple.status, triple.entity});
  };
  out_.Begin("STC");
  add(codes.triples[0]);
  out_.Add(date).Add(rejected ? "U" : "WQ").Add(amount).Skip(5);
  add(codes.triples[1]);
  add(codes.triples[2]);
  out_.Add(text, kMaxText).End();
}

// ---- one transaction

void ClaimAcknowledgmentWriter::On(const X12TransactionEnd& end) {
  if (!transaction_open_) return;
  transaction_open_ = false;
  const bool answer = end.rejected ? settings_.answer_rejected_transactions : !providers_.empty();
  if (answer && interchange_known_) {
    const uint64_t segments_of_claims = out_.segments();
    if (!envelope_.in_interchange()) {
      envelope_.BeginInterchange(Answering(interchange_), now_);
    }
    if (!envelope_.in_group()) {
      const std::string& us = group_.receiver.empty() ? interchange_.receiver : group_.receiver;
      const std::string& them = group_.sender.empty() ? interchange_.sender : group_.sender;
      envelope_.BeginGroup("HN", us, them, kVersion, now_);
    }
    envelope_.BeginTransaction("277");
    WriteSource(end);
    WriteSubmitter(end);
    if (!end.rejected) {
      for (const Provider& provider : providers_) {
        WriteProvider(provider);
        text_ += provider.claims;
      }
      out_.CountMore(segments_of_claims);
    }
    envelope_.EndTransaction();
    HandOn();
  }
  providers_.clear();
}

void ClaimAcknowledgmentWriter::WriteSource(const X12TransactionEnd& end) {
  const std::string batch = settings_.batch_id.empty() ? envelope_.interchange_control() + "-" +
                                                             envelope_.transaction_control()
                                                       : settings_.batch_id;
  out_.Begin("BHT").Add("0085").Add("08").Add(batch, kMaxReference).Add(now_.date);
  out_.Add(now_.time).Add("TH").End();
  out_.Begin("HL").Add("1").Skip(1).Add("20").Add("1").End();
  const std::string& id = settings_.id.empty() ? end.receiver.id : settings_.id;
  const std::string& name = settings_.name.empty() ? end.receiver.last_name : settings_.name;
  out_.Begin("NM1").Add(settings_.is_payer ? "PR" : "AY").Add("2");
  out_.Add(name.empty() ? "UNKNOWN" : name, kMaxName).Skip(4).Add("46");
  out_.Add(id.empty() ? interchange_.receiver : id, kMaxId).End();
  out_.Begin("TRN").Add("1").Add(batch, kMaxReference).End();
  out_.Begin("DTP").Add("050").Add("D8");
  out_.Add(settings_.received_date.empty() ? now_.date : settings_.received_date).End();
  out_.Begin("DTP").Add("009").Add("D8").Add(now_.date).End();
}

void ClaimAcknowledgmentWriter::WriteSubmitter(const X12TransactionEnd& end) {
  out_.Begin("HL").Add(std::to_string(kSubmitterLevel)).Add("1").Add("21");
  out_.Add(end.rejected ? "0" : "1").End();
  const X12Party& party = end.submitter;
  out_.Begin("NM1").Add("41").Add(party.entity_type == "1" ? "1" : "2");
  out_.Add(party.last_name.empty() ? "UNKNOWN" : party.last_name, kMaxName);
  out_.Add(party.first_name, 35).Add(party.middle_name, 25).Skip(2).Add("46");
  out_.Add(party.id.empty() ? interchange_.sender : party.id, kMaxId).End();
  out_.Begin("TRN").Add("2").Add(end.reference.empty() ? "0" : end.reference, kMaxReference).End();
  Totals totals = totals_;
  if (end.rejected) {
    totals.rejected.claims += std::exchange(totals.accepted.claims, 0);
    totals.rejected.cents += std::exchange(totals.accepted.cents, 0);
  }
  const StatusCodes codes = end.rejected ? Codes({"A3", "684", ""}) : Codes({"A1", "19", "PR"});
  WriteStatus(codes, now_.date, end.rejected,
              X12Money(totals.accepted.cents + totals.rejected.cents), {});
  WriteTotals(totals, "90", "AA");
}

void ClaimAcknowledgmentWriter::WriteProvider(const Provider& provider) {
  const X12Party& party = provider.party;
  out_.Begin("HL").Add(std::to_string(provider.number)).Add(std::to_string(kSubmitterLevel));
  out_.Add("19").Add("1").End();
  out_.Begin("NM1").Add("85").Add(party.entity_type == "1" ? "1" : "2");
  out_.Add(party.last_name.empty() ? "UNKNOWN" : party.last_name, kMaxName);
  out_.Add(party.first_name, 35).Add(party.middle_name, 25).Skip(2);
  if (!party.id.empty()) {
    out_.Add("XX").Add(party.id, kMaxId).End();
  } else {
    out_.Add("FI").Add(provider.tax_id.empty() ? "UNKNOWN" : provider.tax_id, kMaxId).End();
  }
  out_.Begin("TRN").Add("1").Add("0").End();
  const Totals& totals = provider.totals;
  WriteStatus(Codes({"A1", "19", "PR"}), {}, /*rejected=*/false,
              X12Money(totals.accepted.cents + totals.rejected.cents), {});
  WriteTotals(totals, "QA", "QC");
}

void ClaimAcknowledgmentWriter::WriteTotals(const Totals& totals, std::string_view accepted,
                                            std::string_view rejected) {
  const auto quantity = [this](std::string_view code, const Total& total) {
    if (total.claims == 0) return;
    out_.Begin("QTY").Add(code).Add(std::to_string(total.claims)).End();
  };
  const auto amount = [this](std::string_view code, const Total& total) {
    if (total.claims == 0) return;
    out_.Begin("AMT").Add(code).Add(X12Money(total.cents)).End();
  };
  quantity(accepted, totals.accepted);
  quantity(rejected, totals.rejected);
  amount("YU", totals.accepted);
  amount("YY", totals.rejected);
}

}  // namespace scrubline
