#pragma once

// What a mail server says, line by line.

#include <string>
#include <string_view>

namespace telestate::mail {

struct SmtpReply {
    int code = 0;
    std::string text; // without the codes, lines joined by spaces; bytes as they came
};

class SmtpReplies {
  public:
    // Takes bytes as they arrive. The farewell (221) is no answer to anything and is left out.
    void add(std::string_view bytes);

    // The last one that is complete; code 0 while there is none.
    const SmtpReply& last() const { return last_; }
    int count() const { return count_; }

  private:
    void add_line(std::string_view line);

    std::string unfinished_line_;
    SmtpReply unfinished_;
    SmtpReply last_;
    int count_ = 0;
};

} // namespace telestate::mail
