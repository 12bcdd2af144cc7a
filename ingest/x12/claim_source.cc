#include "ingest/x12/claim_source.h"

#include <algorithm>
#include <string>

#include "ingest/x12/text.h"

namespace scrubline {
namespace {

// SV101 and SV202 with their description.
constexpr size_t kMaxComposite = 160;

void Set(std::string& text, std::string_view value) { SetUtf8(text, value, kMaxX12Text); }

// As CCYYMMDD.
void SetDay(std::string& text, Date date) {
  text.clear();
  if (!date.has_value()) return;
  const Date::Civil day = date.ToCivil();
  int number = day.year * 10000 + day.month * 100 + day.day;
  text.assign(8, '0');
  for (size_t i = 8; i-- > 0; number /= 10) text[i] = static_cast<char>('0' + number % 10);
}

}  // namespace

void ReadX12Party(const Segment& segment, X12Party& party) {
  Set(party.entity_type, segment[2]);
  Set(party.last_name, segment[3]);
  Set(party.first_name, segment[4]);
  Set(party.middle_name, segment[5]);
  Set(party.id_qualifier, segment[8]);
  Set(party.id, segment[9]);
}

void ClaimSourceBuilder::BeginTransaction() {
  billing_levels_ = 0;
  header_.clear();
  billing_places_.clear();
  subscriber_places_.clear();
  patient_places_.clear();
  billing_ = subscriber_ = patient_ = {};
  billing_tax_id_.clear();
  payer_name_.clear();
  has_patient_ = false;
}

void ClaimSourceBuilder::Read(const Segment& segment, const X12Position& position, Level level,
                              int line, char component) {
  component_ = component;
  const bool is_codes = segment.id() == SegmentId("HI");
  const X12Places::Entry entry = {
      .segment = segment.id(),
      .qualifier = Qualifier(is_codes ? Composite(segment[1], component)[1] : segment[1]).packed(),
      .level = is_codes ? Level::kClaim : level,
      .codes = static_cast<uint8_t>(is_codes ? segment.size() : 0),
      .line = static_cast<int16_t>(is_codes ? -1 : line),
      .ordinal = position.segment,
      .offset = position.offset};
  const bool opens_level = segment.id() == SegmentId("HL");
  switch (level) {
    case Level::kHeader:
      if (segment.id() == SegmentId("BHT")) header_.assign(1, entry);
      return;
    case Level::kBilling:
      if (opens_level) {
        ++billing_levels_;
        billing_places_.clear();
        subscriber_places_.clear();
        patient_places_.clear();
        billing_ = {};
        billing_tax_id_.clear();
        has_patient_ = false;
      }
      billing_places_.push_back(entry);
      break;
    case Level::kSubscriber:
      if (opens_level) {
        subscriber_places_.clear();
        patient_places_.clear();
        subscriber_ = {};
        payer_name_.clear();
        has_patient_ = false;
      }
      subscriber_places_.push_back(entry);
      break;
    case Level::kPatient:
      if (opens_level) {
        patient_places_.clear();
        patient_ = {};
        has_patient_ = true;
      }
      patient_places_.push_back(entry);
      break;
    default:
      if (segment.id() == SegmentId("CLM")) OpenClaim(segment);
      source_.places.Add(entry);
      if (line >= 0) {
        source_.lines.resize(std::max(source_.lines.size(), static_cast<size_t>(line) + 1));
        ReadInLine(segment, source_.lines[static_cast<size_t>(line)]);
      } else if (level == Level::kClaim) {
        ReadInClaim(segment);
      }
      return;
  }
  if (segment.id() == SegmentId("NM1")) {
    ReadName(segment, level);
  } else if (segment.id() == SegmentId("REF") && level == Level::kBilling && billing_open_ &&
             (segment[1] == "EI" || segment[1] == "SY")) {
    Set(billing_tax_id_, segment[2]);
  }
}

void ClaimSourceBuilder::ReadName(const Segment& segment, Level level) {
  const std::string_view who = segment[1];
  billing_open_ = level == Level::kBilling && who == "85";
  if (billing_open_) {
    ReadX12Party(segment, billing_);
  } else if (level == Level::kSubscriber && who == "IL") {
    ReadX12Party(segment, subscriber_);
  } else if (level == Level::kSubscriber && who == "PR") {
    Set(payer_name_, segment[3]);
  } else if (level == Level::kPatient && who == "QC") {
    ReadX12Party(segment, patient_);
  }
}

void ClaimSourceBuilder::OpenClaim(const Segment& segment) {
  X12Places& places = source_.places;
  places.Clear();
  for (const auto* above : {&header_, &billing_places_, &subscriber_places_, &patient_places_}) {
    for (const X12Places::Entry& entry : *above) places.Add(entry);
  }
  source_.billing_level = billing_levels_;
  source_.billing = billing_;
  source_.billing_tax_id = billing_tax_id_;
  source_.patient = has_patient_ ? patient_ : subscriber_;
  source_.subscriber_id = subscriber_.id;
  source_.payer_name = payer_name_;
  Set(source_.claim_id, segment[1]);
  Set(source_.total_charge, segment[2]);
  source_.clearinghouse_trace.clear();
  source_.lines.clear();
}

void ClaimSourceBuilder::ReadInClaim(const Segment& segment) {
  if (segment.id() == SegmentId("REF") && segment[1] == "D9") {
    Set(source_.clearinghouse_trace, segment[2]);
  }
}

void ClaimSourceBuilder::ReadInLine(const Segment& segment, X12ClaimSource::Line& line) {
  switch (segment.id()) {
    case SegmentId("LX"):
      return Set(line.number, segment[1]);
    case SegmentId("SV1"):
      return ReadService(segment, line, 1);
    case SegmentId("SV2"):
      Set(line.revenue_code, segment[1]);
      return ReadService(segment, line, 2);
    case SegmentId("REF"):
      if (segment[1] == "6R") Set(line.control_number, segment[2]);
      return;
    default:
      return;
  }
}

void ClaimSourceBuilder::ReadService(const Segment& segment, X12ClaimSource::Line& line,
                                     int first) {
  SetUtf8(line.procedure, segment[first], kMaxComposite);
  if (component_ != ':') {
    std::replace(line.procedure.begin(), line.procedure.end(), component_, ':');
  }
  Set(line.charge, segment[first + 1]);
  Set(line.unit_basis, segment[first + 2]);
  Set(line.units, segment[first + 3]);
}

void ClaimSourceBuilder::Complete(const Claim& claim) {
  const bool institutional = claim.type == ClaimType::kInstitutional;
  source_.places.SetGuide(institutional ? Guide::kInstitutional : Guide::kProfessional);
  source_.type_of_bill = claim.type_of_bill.ToString();
  Date from = claim.statement_from;
  Date through = claim.statement_through;
  source_.lines.resize(claim.service_lines.size());
  for (size_t i = 0; i < source_.lines.size(); ++i) {
    const ServiceLine& line = claim.service_lines[i];
    SetDay(source_.lines[i].service_from, line.service_date);
    SetDay(source_.lines[i].service_through, line.service_date_through);
    if (institutional || !line.service_date.has_value()) continue;
    from = from.has_value() ? std::min(from, line.service_date) : line.service_date;
    through = std::max(through, line.last_date());
  }
  SetDay(source_.service_from, from);
  SetDay(source_.service_through, through);
}

}  // namespace scrubline
