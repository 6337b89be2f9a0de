#pragma once

// Whole numbers as people learn to reckon with them, digit by digit: slow, of any size, and with nothing in
// common with the arithmetic under test.

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace telestate::test {

class BigNumber {
  public:
    BigNumber() = default;
    explicit BigNumber(std::int64_t value) {
        is_negative_ = value < 0;
        // The most negative number has no positive, so each digit is made positive by itself.
        for (; value != 0; value /= 10)
            digits_.push_back(static_cast<int>(value % 10 < 0 ? -(value % 10) : value % 10));
    }

    bool is_zero() const { return digits_.empty(); }

    friend BigNumber operator*(const BigNumber& a, const BigNumber& b) {
        BigNumber product;
        product.is_negative_ = a.is_negative_ != b.is_negative_;
        product.digits_.assign(a.digits_.size() + b.digits_.size(), 0);
        for (std::size_t i = 0; i < a.digits_.size(); ++i) {
            int carry = 0;
            for (std::size_t j = 0; j < b.digits_.size() || carry != 0; ++j) {
                int& digit = product.digits_[i + j];
                digit += carry + (j < b.digits_.size() ? a.digits_[i] * b.digits_[j] : 0);
                carry = digit / 10;
                digit %= 10;
            }
        }
        product.trim();
        return product;
    }

    static BigNumber power_of_ten(int exponent) {
        BigNumber power(1);
        power.digits_.insert(power.digits_.begin(), static_cast<std::size_t>(exponent), 0);
        return power;
    }

    // The nearest whole number, halves away from zero; or away from zero whatever is left over.
    static BigNumber quotient(const BigNumber& numerator, const BigNumber& denominator,
                              bool always_away = false) {
        BigNumber result;
        BigNumber rest;
        result.digits_.assign(numerator.digits_.size(), 0);
        for (std::size_t i = numerator.digits_.size(); i-- > 0;) {
            rest.digits_.insert(rest.digits_.begin(), numerator.digits_[i]);
            rest.trim();
            while (!is_less(rest, denominator)) {
                rest.take_away(denominator);
                ++result.digits_[i];
            }
        }
        const BigNumber twice = rest * BigNumber(2);
        if (always_away ? !rest.is_zero() : !is_less(twice, denominator)) result.add_one();
        result.trim();
        result.is_negative_ = numerator.is_negative_ && !result.is_zero();
        return result;
    }

    std::string text() const {
        if (digits_.empty()) return "0";
        std::string text = is_negative_ ? "-" : "";
        for (std::size_t i = digits_.size(); i-- > 0;)
            text += static_cast<char>('0' + digits_[i]);
        return text;
    }

  private:
    void trim() {
        while (!digits_.empty() && digits_.back() == 0)
            digits_.pop_back();
        if (digits_.empty()) is_negative_ = false;
    }
    void add_one() {
        for (int& digit : digits_) {
            if (++digit < 10) return;
            digit = 0;
        }
        digits_.push_back(1);
    }
    // Sizes only.
    static bool is_less(const BigNumber& a, const BigNumber& b) {
        if (a.digits_.size() != b.digits_.size()) return a.digits_.size() < b.digits_.size();
        return std::lexicographical_compare(a.digits_.rbegin(), a.digits_.rend(), b.digits_.rbegin(),
                                            b.digits_.rend());
    }
    void take_away(const BigNumber& other) {
        int borrow = 0;
        for (std::size_t i = 0; i < digits_.size(); ++i) {
            digits_[i] -= borrow + (i < other.digits_.size() ? other.digits_[i] : 0);
            borrow = digits_[i] < 0 ? 1 : 0;
            if (borrow != 0) digits_[i] += 10;
        }
        trim();
    }

    std::vector<int> digits_; // the last one first; empty for zero
    bool is_negative_ = false;
};

} // namespace telestate::test
